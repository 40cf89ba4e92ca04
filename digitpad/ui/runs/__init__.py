"""The Runs tab: kept runs side by side."""
