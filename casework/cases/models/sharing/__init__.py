"""Offers to another office: to read a case, or to take it over."""
