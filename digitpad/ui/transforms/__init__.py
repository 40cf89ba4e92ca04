"""The window in which transforms are chosen."""
