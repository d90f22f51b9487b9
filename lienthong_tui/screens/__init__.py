"""The screens of the desk, one a module; what several share stands beside them."""
