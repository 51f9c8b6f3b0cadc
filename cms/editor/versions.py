"""The page of the editor that compares two versions."""

from django.http import Http404
from wagtail.snippets.views import snippets


class CompareVersions(snippets.RevisionsCompareView):
    """Wagtail's comparison, which would fail at a key that is no number."""

    def setup(self, request, pk, *args, **kwargs):
        if not str(pk).isdecimal():
            raise Http404
        super().setup(request, pk, *args, **kwargs)
