"""What can be seen of data and networks: pictures and their answers, layers, and single numbers in them."""
