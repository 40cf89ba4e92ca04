"""The tab that compares runs."""
