"""The window in which a network is built layer by layer; all but its controller is imported when it opens."""
