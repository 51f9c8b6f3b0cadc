"""How dates are written, where Django's English would be American."""
