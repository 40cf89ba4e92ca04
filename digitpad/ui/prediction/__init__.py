"""What is read of the drawing: the network that answers, its worker, panel and bars."""
