"""The networks that weights may be of, likeliest first."""
