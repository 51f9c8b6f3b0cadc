"""Middleware that lets a request act for the practice office of its person, or for the real offices."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from casework.offices.practice import practising

from .session import end_session, has_ended, person_practising

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def practice(get_response):
    """Where practice has ended by itself, what a page of it still sends is refused: it would act in real work."""

    def middleware(request):
        person = person_practising(request)
        if person is None and has_ended(request):
            end_session(request)
            if request.method not in SAFE_METHODS:
                messages.warning(request, _("Practice has ended, so nothing was saved."))
                return redirect("backoffice:practice")
        request.is_practice = person is not None
        with practising(person):
            return get_response(request)

    return middleware
