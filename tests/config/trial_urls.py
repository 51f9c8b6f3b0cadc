"""The doors of the service, and four more on which the middleware is tried."""

import sqlite3

from django.contrib.auth.models import Group
from django.db import connection
from django.http import HttpResponse
from django.urls import path

from config import urls
from config.urls import handler400, handler403, handler404, handler500  # noqa: F401  Django looks for them here
from ui.uploads import takes_files


def others_may_write():
    """Whether a second connection to the SQLite file gets the lock for writing at once."""
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0, isolation_level=None)
    try:
        other.execute("begin immediate")
        other.execute("rollback")
    except sqlite3.OperationalError:
        return False
    finally:
        other.close()
    return True


def lock(request):
    return HttpResponse("free" if others_may_write() else "held")


def broken(request):
    """Writes one row, then fails."""
    Group.objects.create(name="half done")
    raise RuntimeError("as planned")


urlpatterns = [
    path("trial/lock/", lock),
    path("trial/files/", takes_files(lock)),
    path("trial/broken/", broken),
    *urls.urlpatterns,
]
