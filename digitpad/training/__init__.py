"""Recipes, the trainer that follows them, the events it tells, and how a network is measured."""
