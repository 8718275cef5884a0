"""The two gates of an address that are no ability (`centre/roles.py` has those)."""

PUBLIC = "public"
LOGGED_IN = "logged in"
