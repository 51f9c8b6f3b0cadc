from django.urls import path

from . import export, views

urlpatterns = [
    path("", views.log, name="log"),
    path("copy/", export.export, name="log_export"),
]
