"""Network files in the window: loaded, described, exported, and what is assumed of them."""
