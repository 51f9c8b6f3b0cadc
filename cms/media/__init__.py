"""Pictures and documents of editors."""
