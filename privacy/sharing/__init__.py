"""What leaves the counter: archives with a password, files that expire, and the record of every provision."""
