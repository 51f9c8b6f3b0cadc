"""The question whether a page was useful: two counters for each page and day, without personal data."""

from datetime import timedelta

from django.core.cache import cache
from django.db import models
from django.db.models import F, Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Locale, Page

from accounts.limits.client_address import client_address
from cms.pages.translations.shown import translate

REPORTED, MOST_PAGES = timedelta(days=90), 200
DOUBLE_CLICK_SECONDS = 10  # a second answer from the same network within this time is ignored


class PageUse(models.Model):
    """The numbers of people who found a page useful or not on one day."""

    held_for = "site"
    personal_data = {"none": "day useful not_useful"}

    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="uses", verbose_name=_("page"))
    day = models.DateField(default=timezone.localdate)
    useful = models.PositiveIntegerField(default=0)
    not_useful = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "day"],
                name="page_use_once_a_day",
                violation_error_message=_("This page and day are counted already."),
            ),
        ]

    def __str__(self):
        return f"{self.page_id} on {self.day}: {self.useful} and {self.not_useful}"


def count(*, page: Page, useful: bool) -> None:
    """Add one answer to today's counters of this page."""
    row, _created = PageUse.objects.get_or_create(page=page, day=timezone.localdate())
    field = "useful" if useful else "not_useful"
    PageUse.objects.filter(pk=row.pk).update(**{field: F(field) + 1})


# The page is cached for everyone, so its buttons have no CSRF token. A cross-site request could at most increment a
# counter.
@csrf_exempt
@require_POST
def say(request, key):
    """Count an answer and redirect to the thanks. Ignore a second one within seconds."""
    page = _page_or_404(key)
    pressed = {"yes", "no"} & request.POST.keys()
    if len(pressed) == 1 and _first_click(request, page):
        count(page=page, useful="yes" in pressed)
    return redirect("site_useful_thanks", key=key)


@require_safe
def thanks(request, key):
    page = _page_or_404(key)
    translate([page])
    return render(request, "cms/useful_thanks.html", {"page": page})


def _page_or_404(key) -> Page:
    pages = Page.objects.live().public().filter(translation_key=key, depth__gt=1)
    return get_object_or_404(pages, locale=Locale.get_active())


def _first_click(request, page: Page) -> bool:
    """Return whether this network has not just answered. The cache key is an HMAC that doesn't reveal the address."""
    digest = salted_hmac("cms.useful", f"{page.pk} {client_address(request)}", algorithm="sha256")
    return cache.add(f"useful:{digest.hexdigest()}", 1, DOUBLE_CLICK_SECONDS)


def report(request):
    """Show editors the answers of the last 90 days, one line for each page, most answers first."""
    since = timezone.localdate() - REPORTED
    answers = PageUse.objects.filter(day__gt=since).values("page__title", "page__pk")
    summed = answers.annotate(yes=Sum("useful"), no=Sum("not_useful"), all=Sum("useful") + Sum("not_useful"))
    lines = summed.order_by("-all", "page__title")[:MOST_PAGES]
    return render(request, "cms/editor/useful.html", {"lines": lines, "days": REPORTED.days})
