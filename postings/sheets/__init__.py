"""Sheets of postings: taking in, terms, versions, what is missing, and what is printed."""
