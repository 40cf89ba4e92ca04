"""Which of the networks that fit reads labelled pictures best."""
