"""What is held about people: which fields, why, for how long, and what deletes them. Nothing is stored here."""
