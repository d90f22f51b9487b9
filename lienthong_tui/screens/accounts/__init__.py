"""Passwords, phones, codes on paper, officers and keys."""
