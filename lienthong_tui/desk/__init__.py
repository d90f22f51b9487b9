"""This installation: a desk made, opened, written to, handed over, backed up, mended.

What screens and commands ask for, in words of their own: they reach the store through nothing else.
"""
