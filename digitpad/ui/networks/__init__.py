"""Network files in the window: loaded, told of, exported."""
