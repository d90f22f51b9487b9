"""A filing as a fold of its events: answers, checks, expected dates, state. No I/O, no clock."""
