"""The domain, one Django app for each subject. ARCHITECTURE.md says which imports which."""
