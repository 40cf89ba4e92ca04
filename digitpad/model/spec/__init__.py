"""Networks as data: lists of layers, their shapes, the modules and the code they become."""
