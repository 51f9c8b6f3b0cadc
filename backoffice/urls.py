"""The staff's pages, all behind the gate (`accounts.middleware.Gate`)."""

from django.urls import include, path

app_name = "backoffice"

urlpatterns = [
    path("", include("backoffice.cases.urls")),
    path("", include("backoffice.office.urls")),
]
