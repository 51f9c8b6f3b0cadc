"""The texts of a form in other languages: written side by side with the English, and published to its version."""
