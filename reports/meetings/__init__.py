"""Meetings with the prefecture: minutes, the prefecture's agreement to them, and what was to be done afterwards."""
