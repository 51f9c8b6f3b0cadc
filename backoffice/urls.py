"""The staff's pages, all behind the gate (`accounts.middleware.Gate`). Each area lists its own."""

from django.urls import include, path

from .administration import details
from .go_to import go_to
from .guides.urls import shared_urls as shared_guide_urls
from .my_day.views import my_day
from .wordings.urls import shared_urls

app_name = "backoffice"

urlpatterns = [
    path("", include("backoffice.cases.urls")),
    path("contacts/", include("backoffice.contacts.urls")),
    path("search/", include("backoffice.search.urls")),
    path("team/", include("backoffice.team.urls")),
    path("my-day/", my_day, name="my_day"),
    path("practice/", include("backoffice.practice.urls")),
    path("go-to/", go_to, name="go_to"),
    path("texts/", include("backoffice.wordings.urls")),
    path("administration/texts/", include(shared_urls)),
    path("guides/", include("backoffice.guides.urls")),
    path("administration/guides/", include(shared_guide_urls)),
    path("duty/", include("backoffice.duty.urls")),
    path("log/", include("backoffice.log.urls")),
    path("emergency/", include("backoffice.emergency.urls")),
    path("administration/", include("backoffice.administration.urls")),
    path("details/", details.details, name="office_details"),
    path("", include("backoffice.reports.urls")),
]
