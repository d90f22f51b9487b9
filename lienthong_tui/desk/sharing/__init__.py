"""The journal shared with the other desks of the commune, through the hub."""
