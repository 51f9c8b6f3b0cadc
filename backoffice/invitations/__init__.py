"""Pages where invited people answer, before they have an account."""
