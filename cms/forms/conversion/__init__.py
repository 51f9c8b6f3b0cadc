"""From blocks to a definition and back."""
