"""The tab that looks at a dataset and at what the network makes of it."""
