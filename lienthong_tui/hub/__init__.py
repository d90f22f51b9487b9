"""The tables that the desks of a commune share, on a PostgreSQL server: streams, claims, files.

Nothing here knows a desk or can read what is sealed; only this room speaks to the server.
"""
