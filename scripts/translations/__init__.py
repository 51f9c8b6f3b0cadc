"""Catalogues of the public texts: extracting, merging and checking them."""
