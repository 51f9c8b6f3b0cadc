"""What opens their own case to constituents, and what they say at its end."""
