"""What screens are made of: fields and choices that work by keyboard and without colour."""
