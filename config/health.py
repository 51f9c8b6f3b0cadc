"""Two addresses for whatever watches the service. Without a token they say nothing but whether it works.

And what everybody is told while the database is away: the page about our failure, as one that passes by itself.
"""

import sys

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connections
from django.http import HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare

from config.state import measured
from ui.views import server_error

BACK_WITHIN = 5  # seconds


def live(request):
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def ready(request):
    """The process can reach its databases; to whoever has the token also how the service is, as numbers.

    Not to whoever asks from this machine: behind a proxy that is everybody.
    """
    try:
        for connection in connections.all():
            with connection.cursor() as cursor:
                cursor.execute("select 1")
        if has_token(request):
            return JsonResponse(measured(), headers={"Cache-Control": "no-store, private"})
    except DatabaseError:
        return HttpResponse("database", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")


def has_token(request) -> bool:
    sent = request.headers.get("Authorization", "")
    return bool(settings.HEALTH_TOKEN) and constant_time_compare(sent, f"Bearer {settings.HEALTH_TOKEN}")


def failure(request):
    """The page about a failure of ours: 503, to be tried again, if the database could not be reached."""
    response = server_error(request)
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response.status_code = 503
        response.headers["Retry-After"] = str(BACK_WITHIN)
    return response
