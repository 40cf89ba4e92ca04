"""The tab that looks into the network, layer by layer."""
