"""The service's own doors, the gallery of components, and a page that breaks."""

from django.http import HttpRequest
from django.urls import include, path

from config.urls import *  # noqa: F403  handlers too
from config.urls import urlpatterns as doors


def breaks(request: HttpRequest):
    raise RuntimeError("broken on purpose")


urlpatterns = [
    path("gallery/", include("ui.urls")),
    path("breaks/", breaks),
    *doors,
]
