"""Opens the window of random changes and computes what it shows."""
