"""What the demo's editors publish."""
