"""What the people of the demo write and send."""
