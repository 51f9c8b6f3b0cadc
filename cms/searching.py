"""Search over pages, Members and forms. Bounded: the best few of each, and ways on when there is nothing."""

import re

from django import forms
from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from casework.offices.seats import all_seats, draw_order
from ui.forms import Form

from .choices import FORM, address_of
from .choices import forms as published_forms
from .elected import MembersPage

MOST_PAGES, MOST_WORDS, LONGEST = 20, 8, 100


class SearchForm(Form):
    """What somebody looks for, as a list of words: signs between them say nothing to a search."""

    q = forms.CharField(
        label=_("What are you looking for?"),
        max_length=LONGEST,
        error_messages={
            "required": _("Enter a word, such as “bus” or a Member’s name"),
            "max_length": _("Use fewer words. Ours may have %(limit_value)d letters at most"),
        },
    )

    def clean_q(self) -> list[str]:
        words = re.findall(r"\w+", self.cleaned_data["q"])
        if not words:
            raise forms.ValidationError(self.fields["q"].error_messages["required"], code="required")
        return words[:MOST_WORDS]


@never_cache
@require_safe
def search(request):
    form = SearchForm(request.GET if "q" in request.GET else None)
    context = {"form": form, "members_page": MembersPage.objects.live().first()}
    if form.is_valid():
        words = form.cleaned_data["q"]
        context |= {
            "asked": " ".join(words),
            "members": _members(words),
            "forms": _forms(words),
            "pages": _pages(words),
            "whole_seat": settings.WHOLE_PLACE_SEAT,
        }
    return render(request, "cms/search.html", context)


def _pages(words):
    """Published pages with all these words, the best first."""
    pages = Page.objects.live().public().filter(locale=Locale.get_active(), depth__gt=1).specific()
    return pages.search(" ".join(words), operator="and")[:MOST_PAGES]


def _members(words):
    """Who sits today and has all these words in name, seat or group; in an order drawn for this visit."""
    return draw_order(seat for seat in all_seats() if _has(words, seat.member, seat.area, seat.group))


def _forms(words):
    return [
        {"url": address_of(f"{FORM}{slug}"), "title": title}
        for slug, title in published_forms()
        if _has(words, title)
    ]


def _has(words, *texts) -> bool:
    everything = " ".join(str(text) for text in texts if text).casefold()
    return all(word.casefold() in everything for word in words)
