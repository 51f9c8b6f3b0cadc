"""What is done by phone or letter where no alert can go."""
