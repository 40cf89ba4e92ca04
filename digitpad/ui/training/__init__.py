"""The Training tab: starting, resuming and watching a run."""
