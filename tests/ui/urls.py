"""The gallery, as in development, and a page whose session is about to end."""

import datetime

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils import timezone

from ui.forms import Form


def ends(request):
    """Five seconds are left, and ten more minutes for those who stay."""
    request.session_ends_at = timezone.now() + datetime.timedelta(seconds=5)
    request.session_extend_url = "/session/stay/"
    return render(request, "ui/gallery_public.html", {"form": Form()})


def stay(request):
    return JsonResponse({"ends": (timezone.now() + datetime.timedelta(minutes=10)).isoformat()})


urlpatterns = [
    path("gallery/", include("ui.urls")),
    path("session/", ends),
    path("session/stay/", stay),
]
