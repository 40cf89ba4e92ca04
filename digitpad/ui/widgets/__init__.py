"""What is seen and touched: each widget shows what it is told and tells by signals what was done to it."""
