"""Documents that are printed and filed: fonts, type, and sheets of one page."""
