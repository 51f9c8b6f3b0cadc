"""The data inventory: which fields hold personal data, why, for how long, and what deletes them. Has no tables."""
