"""Guided filing of linked births and deaths at a Vietnamese commune one-stop desk."""

__version__ = "0.13.1"
