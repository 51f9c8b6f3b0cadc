"""Every door of the service. A front's pages are in its own urls.py, named after the folder they live in."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern
from wagtail.views import serve

from cms.site_urls import for_crawlers
from config import health

handler400 = "ui.views.bad_request"
handler403 = "ui.views.permission_denied"
handler404 = "ui.views.page_not_found"
handler500 = "config.health.failure"

urlpatterns = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("office/", include("backoffice.urls")),
    # Wagtail's own would sign out by a mere visit. This asks, on the page where everybody signs out.
    path("editor/logout/", RedirectView.as_view(pattern_name="account_logout")),
    path("editor/", include("cms.urls")),  # first: it closes some of Wagtail's doors
    path("editor/", include(wagtailadmin_urls)),
    path("", include(for_crawlers)),
    *i18n_patterns(
        path("accounts/", include("accounts.urls")),
        path("", include("portal.urls")),
        path("", include("cms.site_urls")),
        # Pages alone: Wagtail's other public doors are sign-ins without second factor and without limit.
        re_path(serve_pattern, serve, name="wagtail_serve"),
        prefix_default_language=False,
    ),
]
if settings.DEBUG:
    urlpatterns.insert(0, path("gallery/", include("ui.urls")))
