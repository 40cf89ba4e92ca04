"""What the tab for looking at datasets asks for, and what answers it."""
