"""Bare weights of networks as people build them: how many open, and how well they read then."""
