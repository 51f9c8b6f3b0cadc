"""The texts of a form in other languages than English."""
