"""From other people's files to networks: what a file tells, what is assumed, and how well that reads."""
