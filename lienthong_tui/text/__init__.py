"""Vietnamese text: what may enter, how it is compared, and numbers in words."""
