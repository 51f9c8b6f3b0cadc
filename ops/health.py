"""Health endpoints for monitoring.

Without a token the endpoints only say whether the service works.
"""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.http import HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare

from accounts.limits.attempts import cache_takes_writes

from . import heartbeat
from .measures import measured

BEAT_IS_OLD_AFTER = timedelta(seconds=30)


@transaction.non_atomic_requests
def live(request):
    """Respond 200: the process runs, whether or not there is a database."""
    return HttpResponse("ok", content_type="text/plain")


@transaction.non_atomic_requests
def ready(request):
    """Respond 200 if this process reaches its databases and the worker found nothing wrong lately, otherwise 503.

    With the token, respond with the names of the parts that do not work, and with measures, as JSON. Requests from
    this machine need the token too: behind a proxy every request comes from this machine.
    """
    failing = parts_failing()
    status = 503 if failing else 200
    if not has_token(request):
        return HttpResponse("not ready" if failing else "ok", content_type="text/plain", status=status)
    facts = {"failing": failing} | ({} if "database" in failing else measured())
    return JsonResponse(facts, status=status, headers={"Cache-Control": "no-store, private"})


def parts_failing() -> list[str]:
    """Return the names of the parts that do not work: what the worker says, or that it says nothing."""
    try:
        for connection in connections.all():
            with connection.cursor() as cursor:
                cursor.execute("select 1")
        beat = heartbeat.last_beat()
        if beat is None or beat.age > BEAT_IS_OLD_AFTER:
            # A worker cannot say that the database takes no writes, because it says so by writing.
            return ["worker"] if cache_takes_writes() else ["database"]
    except DatabaseError:
        return ["database"]
    return list(beat.failing)


def has_token(request) -> bool:
    sent = request.headers.get("Authorization", "")
    return bool(settings.HEALTH_TOKEN) and constant_time_compare(sent, f"Bearer {settings.HEALTH_TOKEN}")
