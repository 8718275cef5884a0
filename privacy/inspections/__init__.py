"""Inspections: read-only, for a time, of a scope, and every page on record."""
