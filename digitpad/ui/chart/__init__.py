"""Curves of loss and accuracy, which Training and Runs both show."""
