"""A made-up assembly on the real structure: for trying, training and tests. No person in it exists."""
