"""Codes as people read and type them."""

from django import template

from accounts.mail import grouped

register = template.Library()
register.filter("in_fours", grouped)
