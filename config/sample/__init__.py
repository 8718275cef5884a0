"""Sample data: plainly fictional employers, people and a year of work at the counter."""
