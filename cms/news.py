"""News: a list by date, and one page for each."""

from datetime import date

from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from .base import SitePage

A_PAGE = 20


class NewsPage(SitePage):
    """One piece of news. Its words are neutral between groups, as on every page."""

    held_for = "site"
    personal_data = {"none": "said_on"}

    said_on = models.DateField(_("date"), default=timezone.localdate)

    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "cms/news_page.html"
    content_panels = [SitePage.content_panels[0], FieldPanel("said_on"), *SitePage.content_panels[1:]]


class NewsIndexPage(SitePage):
    """All news, newest first, so many a page. `?before=<day>` goes on: from that day backwards."""

    held_for = "site"

    max_count = 1
    asks_use = False
    subpage_types = ["cms.NewsPage"]
    template = "cms/news.html"

    def get_context(self, request, *args, **kwargs):
        before = _day(request.GET.get("before", ""))
        found = list(latest_news(below=self, before=before)[: A_PAGE + 1])
        more = found[A_PAGE:]
        shown = found[:A_PAGE]
        if more and more[0].said_on == shown[-1].said_on:  # a day is never cut in two
            day = shown[-1].said_on
            shown = [page for page in shown if page.said_on != day] or list(
                latest_news(below=self).filter(said_on=day)
            )
        context = {"news": shown, "older": shown[-1].said_on if more else None}
        return super().get_context(request, *args, **kwargs) | context


def latest_news(*, below, before: date | None = None):
    """Published news under a page, newest first; only what was said before a day, if one is given."""
    news = NewsPage.objects.descendant_of(below).live().public().order_by("-said_on", "-pk")
    return news.filter(said_on__lt=before) if before else news


def _day(text: str) -> date | None:
    """A day of the address; nothing there is the newest, and nonsense is no page of ours."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Http404 from None
