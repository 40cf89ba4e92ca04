"""Labelled pictures to learn from, and the one way from any grey picture to the network's input."""
