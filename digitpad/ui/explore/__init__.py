"""The Explore tab: a dataset's pictures, the confusion matrix and the mistakes."""
