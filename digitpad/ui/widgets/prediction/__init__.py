"""What the network says: the answer, the bars, the network's input."""
