"""Looking into data and networks: pictures and their answers, layers, and single numbers in them."""
