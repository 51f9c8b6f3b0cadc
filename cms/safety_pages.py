"""Safety pages: the pages that say where help is. They are in the memory of every process from its start."""

import logging

from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError
from django.test import RequestFactory

from .models import HELP, ContactPage, ContentPage, HomePage

logger = logging.getLogger(__name__)


def load(application: WSGIHandler) -> None:
    """Request each safety page once, so that it can be shown while the database is away."""
    help_page = ContentPage.objects.live().filter(slug=HELP)
    try:
        pages = [*HomePage.objects.live(), *ContactPage.objects.live(), *help_page]
        for page in pages:
            application.get_response(RequestFactory().get(page.url, headers={"Host": "localhost"}))
    except DatabaseError as error:
        logger.warning("No safety pages in memory: %s", type(error).__name__)
