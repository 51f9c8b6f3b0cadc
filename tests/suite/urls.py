"""Addresses for the tests of the guards: one that writes when it is read, and one that only notes the visit."""

from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.urls import path


def writes(request):
    ContentType.objects.create(app_label="planted", model="planted")
    return HttpResponse("written")


def notes(request):
    request.session["seen"] = True
    return HttpResponse("noted")


urlpatterns = [path("writes/", writes), path("notes/", notes)]
