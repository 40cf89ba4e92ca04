"""Many pictures read at once, and the answers as a table."""
