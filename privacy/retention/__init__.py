"""How long each kind of record is kept, what holds it longer, and deleting it after notice by two people (第13)."""
