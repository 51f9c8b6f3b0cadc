"""Middleware that lets a request act for the practice office of its person, or for the real offices."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from casework.offices.practice import practising

from .session import end_session, has_ended, person_practising

NOT_FOUND = 404
CASES = "/office/cases/"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def practice(get_response):
    """Where practice has ended by itself, what a page of it still sends is refused: it would act in real work.

    The next page that the person opens says so if it was a made-up case.
    """

    def middleware(request):
        person = person_practising(request)
        ended = person is None and has_ended(request) and not polls(request)
        if ended:
            end_session(request)
            if request.method not in SAFE_METHODS:
                messages.warning(request, _("Practice has ended, so nothing was saved."))
                return redirect("backoffice:practice")
        request.is_practice = person is not None
        with practising(person):
            response = get_response(request)
        if ended and response.status_code == NOT_FOUND and request.path_info.startswith(CASES):
            messages.warning(request, _("Practice has ended."))
            return redirect("backoffice:practice")
        return response

    return middleware


def polls(request):
    """Return whether an open page asks by itself what is new, while its person reads on."""
    return request.method in SAFE_METHODS and request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
