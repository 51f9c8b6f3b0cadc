"""The base class of the site's pages."""

from django.conf import settings
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import Body

CARD_LENGTH = 200


class SitePage(Page):
    """A page with a title, a summary and a body of text.

    With `asks_use` the page ends with "Was this page useful?". `cache_seconds` limits how long an anonymous
    response may be cached: None until the next publication, 0 not at all. A safety page says where help is, and is
    shown from memory even while the database is away.
    """

    personal_data = {"none": "lead body"}

    lead = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two short sentences.")
    )
    body = StreamField(Body(), verbose_name=_("body"), blank=True)

    asks_use = True
    cache_seconds: int | None = None
    is_safety_page = False
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        abstract = True

    @property
    def card(self) -> str:
        """Return the description that other sites show with a link to this page."""
        return strip_tags(self.search_description or self.lead)[:CARD_LENGTH]

    @property
    def address(self) -> str:
        """Return the absolute URL on `BASE_URL`, of the language in which the text is written."""
        with override(settings.LANGUAGE_CODE):
            return f"{settings.BASE_URL}{self.url or '/'}"

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        response.is_safety_page = self.is_safety_page
        if self.cache_seconds is not None and not response.has_header("Cache-Control"):
            response.cache_seconds = self.cache_seconds
        return response


def no_store(response):
    """Forbid caching of a response that differs at each visit, such as a random order of Members."""
    response.headers["Cache-Control"] = "no-store, private"
    return response
