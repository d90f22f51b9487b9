"""All SQL: the journal, the tables of the look-up, contents, `keys.db`, backups, damage.

The key of a store comes as bytes; whose it is nobody here knows.
"""
