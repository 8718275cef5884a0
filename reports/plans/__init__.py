"""The plan of a fiscal year and its progress, in the form of the Kumamoto City plan (DOMAIN 7.1, spec 001)."""
