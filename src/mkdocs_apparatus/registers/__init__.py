"""The index of names, the timeline and the figures that are made of an edition."""
