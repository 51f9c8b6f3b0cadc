"""File uploads in forms: the layer between the pages of the fronts and the files of the domain."""
