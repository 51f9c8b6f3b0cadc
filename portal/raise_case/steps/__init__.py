"""Forms of the steps, and the fields of their questions."""
