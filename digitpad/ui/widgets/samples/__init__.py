"""The tab of own samples: what was corrected, as thumbnails, and teaching the network with it."""
