"""Setting deadlines, following a case from turn to turn, and reminding people of them."""
