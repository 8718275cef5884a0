"""The duty roster: its rules, its gaps, its acts, its files, and the staff it is made of (contract 7, 8(1)①)."""
