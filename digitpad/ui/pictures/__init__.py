"""Pictures on the pad: opening them, and the small ones of the preparation's steps."""
