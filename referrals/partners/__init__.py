"""Partner agencies beyond the hand-off itself: what they are told, how they answer, files for them, figures."""
