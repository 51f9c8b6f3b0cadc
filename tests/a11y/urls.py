"""URLs of the service, the component gallery and a view that raises."""

from django.db import OperationalError
from django.http import HttpRequest
from django.urls import include, path

from config.urls import *  # noqa: F403  handlers too
from config.urls import urlpatterns as service_urls


def fail(request: HttpRequest):
    raise RuntimeError("broken on purpose")


def lose_database(request: HttpRequest):
    raise OperationalError("lost on purpose")


urlpatterns = [
    path("gallery/", include("ui.urls")),
    path("breaks/", fail),
    path("away/", include(([path("", lose_database)], "away"))),
    path("office/away/", include(([path("", lose_database)], "office_away"))),
    *service_urls,
]
