"""People as the papers know them: dates, ID numbers, names, contacts, places, code lists."""
