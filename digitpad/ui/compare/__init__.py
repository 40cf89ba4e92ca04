"""What the tab that compares runs asks for, and what answers it."""
