"""Erasing people and everything held for the contract: declared per table, done by two people (別記 第13)."""
