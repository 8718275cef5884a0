"""The end of a fiscal year: annual report, notice of completion, books, deliverables (contract 10, 12)."""
