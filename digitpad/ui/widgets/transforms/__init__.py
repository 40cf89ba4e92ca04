"""The window in which random changes of the training pictures are chosen."""
