"""Every URL of the service. A front's pages are in its own urls.py, named after the folder they live in."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path, register_converter
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern
from wagtail.views import serve

from cms.site.urls import files, for_crawlers
from ops import health

from .languages import LanguageOff, without_language

handler400 = "ops.outage.bad_request"
handler403 = "ui.views.permission_denied"
handler404 = "ui.views.page_not_found"
handler429 = "accounts.limits.attempts.too_many"  # of allauth's views
handler500 = "ops.outage.failure"

register_converter(LanguageOff, "language_off")

urlpatterns = [
    path("<language_off:code>/", without_language),
    path("<language_off:code>/<path:rest>", without_language),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("office/", include("backoffice.urls")),
    # Wagtail's own would sign out by a mere visit. This asks, on the page where everybody signs out.
    path("editor/logout/", RedirectView.as_view(pattern_name="account_logout")),
    path("editor/try/", include("portal.try_form.urls")),
    path("editor/", include("cms.editor.urls")),  # first: it closes some of Wagtail's URLs
    path("editor/", include(wagtailadmin_urls)),
    # Of staff, so in English alone.
    path("accounts/", include("backoffice.invitations.urls")),
    path("", include(for_crawlers)),
    path("", include(files)),
    *i18n_patterns(
        path("accounts/", include("accounts.urls")),
        path("", include("portal.urls")),
        path("", include("cms.site.urls")),
        # Pages alone: Wagtail's other public URLs are sign-ins without second factor and without limit.
        re_path(serve_pattern, serve, name="wagtail_serve"),
        prefix_default_language=False,
    ),
]
if settings.DEBUG:
    urlpatterns.insert(0, path("gallery/", include("ui.urls")))
