"""The sample desk as it is shown: the ten cases of a desk, told through what an officer does."""
