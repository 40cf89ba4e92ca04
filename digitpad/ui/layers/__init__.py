"""What the tab that looks into the network asks for, and what answers it."""
