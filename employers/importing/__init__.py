"""Taking in a list of employers: read and compared row by row, looked at, taken in as a whole, undone as a whole."""
