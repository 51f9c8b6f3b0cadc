"""URLs of `/editor/` that replace or close views of Wagtail."""

from django.http import Http404
from django.urls import path, re_path
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views.serve import serve

from cms.catalogues import pages as catalogues
from cms.forms import pages
from cms.translations import urls as translations

from .preferences import EditorPreferences


def closed(request, **_where):
    """Raise Http404.

    Staff are invited under /office/ with an audit entry, and change passwords under /accounts/. Page privacy
    would use Wagtail's own sign-in.
    """
    raise Http404


urlpatterns = [
    # Wagtail's own sign-in would bypass the second factor.
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("forms/checklist/<int:pk>/", pages.checklist, name="form_checklist"),
    path("forms/export/<int:pk>/", pages.export_form, name="form_export"),
    path("forms/figures/<int:pk>/", pages.giving_up, name="form_figures"),
    *translations.urlpatterns,
    path("languages/", catalogues.overview, name="catalogues"),
    path("languages/<slug:code>/", catalogues.texts, name="catalogue_texts"),
    path("languages/<slug:code>/export/", catalogues.export_catalogue, name="catalogue_export"),
    path("languages/<slug:code>/import/", catalogues.import_catalogue, name="catalogue_import"),
    path("languages/<slug:code>/delete/", catalogues.delete_unused, name="catalogue_delete_unused"),
    path("forms/import/", pages.import_form, name="form_import"),
    path("account/", require_admin_access(EditorPreferences.as_view())),
    # Wagtail's list of documents links to each. The public has an address of its own (`cms.site.files_on_pages`).
    path(
        "documents/<int:document_id>/file/<str:document_filename>",
        require_admin_access(serve),
        name="wagtaildocs_serve",
    ),
    re_path(r"^(?:users|groups|password_reset)/", closed),
    # Wagtail's previews of its error pages; one raises on purpose.
    path("failwhale/", closed),
    path("test404/", closed),
    path("redirects/import/", closed),
    path("redirects/import/process/", closed),
    path("pages/<int:page>/privacy/", closed),
    path("collections/<int:collection>/privacy/", closed),
    # The root has no parent, and Wagtail fails when asked to move it.
    path("pages/1/move/<int:to>/confirm/", closed),
    path("pages/1/set_position/", closed),
]
