"""Absolute addresses of pages, for mail and for what commands print."""

from django.conf import settings
from django.urls import reverse


def page_link(name, *args):
    return settings.BASE_URL + reverse(name, args=args)
