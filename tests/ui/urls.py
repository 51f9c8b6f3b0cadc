"""URLs of the gallery and of a page whose session is about to end."""

import datetime

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils import timezone

from ui.forms import Form
from ui.gallery import example_context


def ending_session(request, seconds):
    """Render a page whose session ends in so many seconds and can be extended by ten minutes."""
    request.session_ends_at = timezone.now() + datetime.timedelta(seconds=seconds)
    request.session_extend_url = "/session/stay/"
    return render(request, "ui/gallery_public.html", example_context() | {"form": Form()})


def extend_session(request):
    return JsonResponse({"ends": (timezone.now() + datetime.timedelta(minutes=10)).isoformat()})


urlpatterns = [
    path("gallery/", include("ui.urls")),
    path("session/<int:seconds>/", ending_session),
    path("session/stay/", extend_session),
]
