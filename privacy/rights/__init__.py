"""Requests of people about their own data: disclosure, correction, stop of use; the prefecture decides (別記 第15)."""
