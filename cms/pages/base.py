"""The base class of the site's pages."""

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from body.english import WrittenHere
from cms.blocks import Body

from .translations.shown import languages_of, translate

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

    shown_language = settings.LANGUAGE_CODE  # `translations.shown.translate` changes it
    translated_fields = ["title", "lead", "search_description", "body"]
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
        text = self.search_description or self.lead
        card = strip_tags(text)[:CARD_LENGTH]
        return WrittenHere(card) if isinstance(text, WrittenHere) else card

    @property
    def is_translated(self) -> bool:
        """Return whether the text that is shown is a translation."""
        return self.shown_language != settings.LANGUAGE_CODE

    @property
    def address(self) -> str:
        """Return the absolute URL on `BASE_URL`, of the language in which the text is written."""
        return self.address_in(self.shown_language)

    def address_in(self, language: str) -> str:
        with override(language):
            return f"{settings.BASE_URL}{self.url or '/'}"

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Return the absolute URL of each language in which people can read the page; {} if that is English alone."""
        return {code: self.address_in(code) for code in languages_of(self)}

    @property
    def page_above(self) -> Page:
        """Return the parent with its title in the language of the reader."""
        above = self.get_parent()
        translate([above])
        return above

    def get_context(self, request, *args, **kwargs):
        """Show the page in the language of the reader, if it is published in it. A preview has its texts already."""
        if not self.is_translated:
            translate([self])
        return super().get_context(request, *args, **kwargs)

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
