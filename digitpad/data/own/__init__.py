"""Your own samples: kept in a folder, read as a dataset, drawn again, corrected."""
