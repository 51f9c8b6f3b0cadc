"""Was this page useful? Two numbers a page and day; nothing about who said it."""

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

from accounts.clients import client_address

REPORTED, MOST_PAGES = timedelta(days=90), 200
ONE_CLICK = 10  # seconds in which a second answer for a page from the same network is the same click


class PageUse(models.Model):
    """How many people said on one day that a page was useful, and how many that it was not."""

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
    """One more answer for this page today."""
    row, _created = PageUse.objects.get_or_create(page=page, day=timezone.localdate())
    field = "useful" if useful else "not_useful"
    PageUse.objects.filter(pk=row.pk).update(**{field: F(field) + 1})


# The page that asks is the same for everybody and is kept, so its buttons carry no token. A form of another site could
# at most add one to a number.
@csrf_exempt
@require_POST
def say(request, key):
    """Count an answer and say thank you; a second one within seconds changes nothing."""
    page = _page_or_404(key)
    answer = request.POST.get("useful")
    if answer in {"yes", "no"} and _first_click(request, page):
        count(page=page, useful=answer == "yes")
    return redirect("site_useful_thanks", key=key)


@require_safe
def thanks(request, key):
    return render(request, "cms/useful_thanks.html", {"page": _page_or_404(key)})


def _page_or_404(key) -> Page:
    pages = Page.objects.live().public().filter(translation_key=key, depth__gt=1)
    return get_object_or_404(pages, locale=Locale.get_active())


def _first_click(request, page: Page) -> bool:
    """A keyed mark of page and network stands in the cache for some seconds; no address can be read out of it."""
    mark = salted_hmac("cms.useful", f"{page.pk} {client_address(request)}", algorithm="sha256")
    return cache.add(f"useful:{mark.hexdigest()}", 1, ONE_CLICK)


def report(request):
    """For editors: the answers of the last months, a line each page, those with most first."""
    since = timezone.localdate() - REPORTED
    answers = PageUse.objects.filter(day__gt=since).values("page__title", "page__pk")
    summed = answers.annotate(yes=Sum("useful"), no=Sum("not_useful"), all=Sum("useful") + Sum("not_useful"))
    lines = summed.order_by("-all", "page__title")[:MOST_PAGES]
    return render(request, "cms/editor/useful.html", {"lines": lines, "days": REPORTED.days})
