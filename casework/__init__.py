"""The domain, one Django app a room. ARCHITECTURE.md says which room sees which."""
