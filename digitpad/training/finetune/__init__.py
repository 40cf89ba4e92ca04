"""Fine-tuning a network on the user's own samples without forgetting anyone else's digits."""
