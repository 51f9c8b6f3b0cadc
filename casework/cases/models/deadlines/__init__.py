"""The days by which an office wants to act on a case, and how it counts them."""
