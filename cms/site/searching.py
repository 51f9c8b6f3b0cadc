"""The search over pages, Members and forms, with a limited number of results."""

import re

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from body.current import current_body
from casework.offices.seats import all_seats, draw_order
from casework.search import tokens
from casework.search.tokens import APOSTROPHES
from cms.editor.choices import FORM, address_of
from cms.editor.choices import forms as published_forms
from cms.pages.elected import MembersPage
from cms.pages.translations.shown import pages_with, translate, translated_pages
from ui.forms import Form

MOST_PAGES, MOST_WORDS, LONGEST = 20, 8, 100


class SearchForm(Form):
    """The search query, cleaned to a list of words without punctuation."""

    q = forms.CharField(
        label=_("What are you looking for?"),
        max_length=LONGEST,
        error_messages={
            "required": _("Enter a word, such as “bus” or a Member’s name"),
            "max_length": _("Use fewer words. Ours may have %(limit_value)d letters at most"),
        },
    )

    def clean_q(self) -> list[str]:
        query = self.cleaned_data["q"]
        found = (query[word.start : word.end] for word in tokens.words(query))
        words = [part for word in found for part in re.split(f"[{APOSTROPHES}]", word)]
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
            "whole_seat": current_body().whole_seat,
        }
        context["found_words"] = _found_words(context)
    return render(request, "cms/search.html", context)


def _found_words(context):
    """Return how much was found, in a sentence for the tab and for whoever listens."""
    number = sum(len(context[kind]) for kind in ("members", "forms", "pages"))
    if not number:
        return gettext("Nothing found for “%(words)s”") % {"words": context["asked"]}
    words = ngettext("%(n)d result for “%(words)s”", "%(n)d results for “%(words)s”", number)
    return words % {"n": number, "words": context["asked"]}


def _pages(words):
    """Return the public pages that contain all words: first those in the reader's language, then the best match.

    A page that is translated is found by what its reader sees.
    """
    public = Page.objects.live().public().filter(locale=Locale.get_active(), depth__gt=1).specific()
    in_english = public.search(" ".join(words), operator="and")
    translated = translated_pages()
    if not translated:
        return list(in_english[:MOST_PAGES])
    keys = [found.page_id for found in pages_with(words)[:MOST_PAGES]]
    here = {page.pk: page for page in public.filter(pk__in=keys)}
    others = [page for page in in_english[: MOST_PAGES + len(translated)] if page.pk not in translated]
    found = [here[key] for key in keys] + others[: MOST_PAGES - len(keys)]
    translate(found)
    return found


def _members(words):
    """Return the seats of current Members that match all words, in random order."""
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
