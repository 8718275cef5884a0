"""Packages that leave the counter and are read without a server: files, their hashes, a page to begin from."""
