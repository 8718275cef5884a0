"""Checklists answered from evidence: what the product can look at it looks at, what tests prove names the tests."""
