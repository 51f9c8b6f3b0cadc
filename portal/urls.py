"""The constituents' pages."""

from django.urls import include, path

app_name = "portal"

urlpatterns = [
    path("find-your-members/", include("portal.find_members.urls")),
    path("raise/", include("portal.raise_case.urls")),
    path("my-cases/", include("portal.my_cases.urls")),
]
