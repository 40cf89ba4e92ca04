"""The window: the only place of the program that imports Qt."""
