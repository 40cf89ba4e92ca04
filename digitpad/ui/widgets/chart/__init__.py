"""The loss chart of a run."""
