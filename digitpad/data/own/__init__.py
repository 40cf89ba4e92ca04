"""The user's own samples: stored in a folder, read as a dataset, varied, corrected."""
