"""The law as data: procedure groups, their dated versions and the expressions in them."""
