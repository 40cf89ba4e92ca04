"""Ink in photographs and other pictures: finding it, and bringing its lines to one width."""
