"""The page of the editor that compares two versions."""

from django.http import Http404
from django.utils.dateparse import parse_datetime
from wagtail.snippets.views import snippets

from ui.templatetags.ui import full_moment

HEADINGS = ("revision_a_heading", "revision_b_heading")


def in_words(heading):
    """Return the heading of a version, its time as people write it. "Live", "Earliest" and "Latest" stay."""
    moment = parse_datetime(str(heading))
    return full_moment(moment) if moment else heading


class CompareVersions(snippets.RevisionsCompareView):
    """Wagtail's comparison, which would fail at a key that is no number, and shows times for machines."""

    def setup(self, request, pk, *args, **kwargs):
        if not str(pk).isdecimal():
            raise Http404
        super().setup(request, pk, *args, **kwargs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        headings = {key: in_words(context[key]) for key in HEADINGS if key in context}
        return context | headings
