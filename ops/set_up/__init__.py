"""Sets up an installation for one elected body, from a folder of CSV files or from answers at the terminal."""
