"""The terminal, for a program that is safe with people's names; nothing here knows the product."""
