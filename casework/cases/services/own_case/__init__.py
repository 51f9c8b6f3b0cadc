"""What constituents do with their own case: open it, add to it, close it and say how it went."""
