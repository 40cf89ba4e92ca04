"""Labelled pictures to learn from, and the one way from any picture to the network's input."""
