"""Two addresses for whatever watches the service. They say nothing but whether it works."""

from django.db import DatabaseError, connections
from django.http import HttpResponse


def live(request):
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def ready(request):
    """The process can reach its databases."""
    try:
        for connection in connections.all():
            with connection.cursor() as cursor:
                cursor.execute("select 1")
    except DatabaseError:
        return HttpResponse("database", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")
