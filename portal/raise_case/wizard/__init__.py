"""The form wizard and its storage."""
