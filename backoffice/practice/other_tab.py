"""The answer to a form whose page was opened in real work and sent in practice, or the other way round."""

from django.shortcuts import render

from accounts.sessions import unsent_text_views

from .session import PERSON, is_of_other_kind


def csrf_failure(request, reason=""):
    """Say in which of the two the page belongs. It is not stored to be sent again: it would go to the wrong one."""
    if is_of_other_kind(request):
        context = {"practises": PERSON in request.session}
        return render(request, "backoffice/practice/other_tab.html", context, status=403)
    return unsent_text_views.csrf_failure(request, reason)
