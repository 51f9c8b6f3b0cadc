"""Middleware that lets a request act for the practice office of its person, or for the real offices."""

from casework.offices.practice import practising

from .session import person_practising


def practice(get_response):
    def middleware(request):
        with practising(person_practising(request)):
            return get_response(request)

    return middleware
