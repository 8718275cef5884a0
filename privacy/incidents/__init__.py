"""Incidents with personal data: one press, its evidence, the affected, the clock, the papers, the exercises."""
