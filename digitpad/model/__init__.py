"""Networks, their registry, and the files they are kept in."""
