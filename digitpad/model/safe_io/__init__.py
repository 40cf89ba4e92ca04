"""Foreign bytes: what a file holds, read without running anything of it."""
