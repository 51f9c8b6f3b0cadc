"""URLs of the component gallery, in development only."""

from django.urls import path

from . import gallery

app_name = "gallery"

urlpatterns = [
    path("", gallery.public, name="public"),
    path("desk/", gallery.desk, name="desk"),
]
