"""Lists of postings, in and out."""
