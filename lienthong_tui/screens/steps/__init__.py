"""The six steps of a filing, in the order of the portal."""
