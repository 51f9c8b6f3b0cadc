"""How people of an office keep up with its cases."""
