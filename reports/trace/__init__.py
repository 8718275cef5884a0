"""From each clause of the contract to the screens, the figures and last month's evidence."""
