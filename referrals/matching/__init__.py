"""Matching people and postings: criteria, ranking in the database, reasons in words, pages and lists."""
