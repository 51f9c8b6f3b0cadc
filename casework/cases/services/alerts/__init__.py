"""Alerts, and what is done by phone or letter where none can go."""
