"""The screens of the kiosk in the hall; the desk's own are beside this folder."""
