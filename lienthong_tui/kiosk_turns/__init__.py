"""The turns of a conversation at the kiosk, one for both ways to sit there.

The screens draw a turn, `kiosk_lines` reads it out line by line; a turn knows neither.
"""
