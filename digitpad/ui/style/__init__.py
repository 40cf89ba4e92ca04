"""The look of the window: theme and icons."""
