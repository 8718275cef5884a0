"""The count toward the year's target: counted twice, forecast, and what to do next."""
