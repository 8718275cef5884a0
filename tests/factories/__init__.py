"""Makers of records for tests, one module per room."""
