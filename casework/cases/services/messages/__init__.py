"""What is written on a case, from the draft to the message."""
