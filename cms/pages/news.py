"""News: an index by date, and one page for each item."""

from datetime import date

from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from .base import SitePage
from .translations.shown import translate

PAGE_SIZE = 20


class NewsPage(SitePage):
    """One news item. Its text is neutral between groups, like every page."""

    held_for = "site"
    personal_data = {"none": "said_on"}

    said_on = models.DateField(_("date"), default=timezone.localdate)

    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "cms/news_page.html"
    content_panels = [SitePage.content_panels[0], FieldPanel("said_on"), *SitePage.content_panels[1:]]


class NewsIndexPage(SitePage):
    """All news, newest first, `PAGE_SIZE` a page. `?before=<day>` shows the news before that day."""

    held_for = "site"

    max_count = 1
    asks_use = False
    subpage_types = ["cms.NewsPage"]
    template = "cms/news.html"

    def get_context(self, request, *args, **kwargs):
        before = _day(request.GET.get("before", ""))
        found = list(latest_news(below=self, before=before)[: PAGE_SIZE + 1])
        more = found[PAGE_SIZE:]
        shown = found[:PAGE_SIZE]
        if more and more[0].said_on == shown[-1].said_on:  # never split a day between pages
            day = shown[-1].said_on
            shown = [page for page in shown if page.said_on != day] or list(
                latest_news(below=self).filter(said_on=day)
            )
        translate(shown)
        context = {"news": shown, "older": shown[-1].said_on if more else None}
        return super().get_context(request, *args, **kwargs) | context


def latest_news(*, below, before: date | None = None):
    """Return the published news below a page, newest first, optionally only those before a day."""
    news = NewsPage.objects.descendant_of(below).live().public().order_by("-said_on", "-pk")
    return news.filter(said_on__lt=before) if before else news


def _day(text: str) -> date | None:
    """Return the day of the query string, or None if it is empty. Raise Http404 if it is invalid."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Http404 from None
