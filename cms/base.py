"""What all pages of the site share."""

from django.conf import settings
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from .blocks import Body

CARD_LENGTH = 200


class SitePage(Page):
    """A page with a title, a sentence that sums it up, and a body of text.

    `asks_use`: the page ends with "Was this page useful?". `kept_for`: seconds for which an anonymous answer may be
    kept; 0 for what must not be, None for as long as nothing is published.
    """

    personal_data = {"none": "lead body"}

    lead = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two short sentences.")
    )
    body = StreamField(Body(), verbose_name=_("body"), blank=True)

    asks_use = True
    kept_for: int | None = None
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        abstract = True

    @property
    def card(self) -> str:
        """What a link to this page says about it elsewhere."""
        return strip_tags(self.search_description or self.lead)[:CARD_LENGTH]

    @property
    def address(self) -> str:
        """The whole address, by the name under which people reach the service."""
        return f"{settings.BASE_URL}{self.url or '/'}"

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        if self.kept_for is not None and not response.has_header("Cache-Control"):
            response.kept_for = self.kept_for
        return response


def no_store(response):
    """For answers that differ at each visit, as where Members stand in a drawn order."""
    response.headers["Cache-Control"] = "no-store, private"
    return response
