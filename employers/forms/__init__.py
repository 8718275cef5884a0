"""Forms of the employers, one file per family."""
