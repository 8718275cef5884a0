"""The registry of every reported figure."""
