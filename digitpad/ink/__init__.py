"""Drawings and the grey pictures they make; drawings made by the program. Needs neither torch nor Qt."""
