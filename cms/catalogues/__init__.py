"""The texts of the service in other languages, which native readers read, correct and sign."""
