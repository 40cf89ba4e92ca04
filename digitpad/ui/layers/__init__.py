"""The Layers tab: feature maps, kernels and the arithmetic behind one number."""
