"""Doors of `/editor/` that stand before Wagtail's own: some are ours, the rest are closed."""

from django.http import Http404
from django.urls import path, re_path
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access

from .preferences import EditorPreferences


def closed(request, **_where):
    """Not here: people are let in under /office/, with an entry in the log; passwords are under /accounts/.

    A page for some people only would ask for Wagtail's own sign-in.
    """
    raise Http404


urlpatterns = [
    # Wagtail's own sign-in would be a way round the second factor.
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("account/", require_admin_access(EditorPreferences.as_view())),
    re_path(r"^(?:users|groups|password_reset)/", closed),
    # Wagtail's own tests of its pages about failures: one of them breaks on purpose.
    path("failwhale/", closed),
    path("test404/", closed),
    path("redirects/import/", closed),
    path("redirects/import/process/", closed),
    path("pages/<int:page>/privacy/", closed),
    path("collections/<int:collection>/privacy/", closed),
    # The top of the tree, which has no parent: Wagtail breaks when asked to move it.
    path("pages/1/move/<int:to>/confirm/", closed),
    path("pages/1/set_position/", closed),
]
