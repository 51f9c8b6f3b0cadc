"""URLs of the texts of each kind in other languages."""

from django.urls import path

from . import pages


def language_paths(kind: str, prefix: str) -> list:
    """Return the URLs of one kind, below `prefix`. Their names begin with the kind."""
    of_one, options = f"{prefix}/<int:pk>/", {"kind": kind}
    return [
        path(of_one, pages.overview, options, name=f"{kind}_languages"),
        path(f"{of_one}<slug:code>/", pages.texts, options, name=f"{kind}_texts"),
        path(f"{of_one}<slug:code>/export/", pages.export_texts, options, name=f"{kind}_texts_export"),
        path(f"{of_one}<slug:code>/import/", pages.import_texts, options, name=f"{kind}_texts_import"),
    ]


urlpatterns = [
    *language_paths("form", "forms/languages"),
    *language_paths("page", "pages/languages"),
    *language_paths("banner", "banners/languages"),
    *language_paths("menu", "menus/languages"),
    path(
        "pages/languages/<int:pk>/<slug:code>/withdraw/",
        pages.withdraw,
        {"kind": "page"},
        name="page_withdraw",
    ),
]
