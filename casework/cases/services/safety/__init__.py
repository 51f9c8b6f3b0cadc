"""Risks, and contact that is safe for a person."""
