"""Several digits side by side: which ink belongs to which digit, and what each of them is."""
