"""Training runs in the window: begun, followed, resumed."""
