"""The edition as a whole, for other programs."""
