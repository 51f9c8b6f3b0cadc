"""Every door of the service. A front's pages are in its own urls.py, named after the folder they live in."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from config import health

handler400 = "ui.views.bad_request"
handler403 = "ui.views.permission_denied"
handler404 = "ui.views.page_not_found"
handler500 = "ui.views.server_error"

urlpatterns = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("office/", include("backoffice.urls")),
    # Wagtail's own sign-in would be a way round the second factor: this one stands before it.
    path("editor/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("editor/", include(wagtailadmin_urls)),
    *i18n_patterns(
        path("accounts/", include("accounts.urls")),
        path("", include("portal.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
if settings.DEBUG:
    urlpatterns.insert(0, path("gallery/", include("ui.urls")))
