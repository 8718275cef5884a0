"""Drills: what is practised before it is needed, on throw-away servers (`make drill-...`)."""
