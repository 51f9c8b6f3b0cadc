"""Sessions: what extends one, shared devices, and text sent after one had ended."""
