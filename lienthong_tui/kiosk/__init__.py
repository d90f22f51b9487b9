"""The kiosk in the hall: a folder of its own, one running draft, nothing of the desk's store."""
