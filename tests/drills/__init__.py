"""Drills: what must work on a bad day, tried as a whole with figures."""
