"""Authority to act for someone else: asked for, answered and ended."""
