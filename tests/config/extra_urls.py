"""The URLs of the service, and three more to test the middleware."""

import sqlite3

from django.contrib.auth.models import Group
from django.db import connection
from django.http import HttpResponse
from django.urls import path

from config import urls
from config.urls import handler400, handler403, handler404, handler500  # noqa: F401  Django looks for them here
from ui.uploads import takes_files


def write_lock_is_free():
    """Return whether a second connection gets SQLite's write lock immediately."""
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
    return HttpResponse("free" if write_lock_is_free() else "held")


def broken(request):
    """Write one row, then raise."""
    Group.objects.create(name="half done")
    raise RuntimeError("as planned")


urlpatterns = [
    path("trial/lock/", lock),
    path("trial/files/", takes_files(lock)),
    path("trial/broken/", broken),
    *urls.urlpatterns,
]
