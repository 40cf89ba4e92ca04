"""Recipes: every setting of a run once, with what may be said of it; needs neither torch nor Qt."""
