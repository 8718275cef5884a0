"""The charts of the reports: each from the metrics, with the words that say the same."""
