"""Who may open the pages of the editor that are not Wagtail's own, and those of Wagtail that are closed."""

from tests.trust.url_permission import Row


def _languages(prefix, kind):
    """Return the rows of the texts of a form, page, banner or menu in other languages."""
    of_one = f"editor/{prefix}/languages/<int:pk>/"
    args = {"pk": "number", "code": "word"}
    return {
        of_one: Row("editors", f"how far a {kind} is in each language", args={"pk": "number"}),
        f"{of_one}<slug:code>/": Row("editors", f"the texts of a {kind} in a language", args=args),
        f"{of_one}<slug:code>/export/": Row("editors", "these texts as a file", args=args),
        f"{of_one}<slug:code>/import/": Row("editors", "these texts from a file", args=args),
    }


EDITOR = {
    "editor/logout/": Row("editors", "leads to the page where everybody signs out"),
    "editor/try/<str:token>/": Row(
        "editors", "a form that is not published, for its editor", args={"token": "token"}
    ),
    "editor/try/<str:token>/done/": Row("editors", "says that nothing was sent", args={"token": "token"}),
    "editor/try/<str:token>/<slug:step>/": Row(
        "editors", "a step of such a form", args={"token": "token", "step": "word"}
    ),
    "editor/forms/checklist/<int:pk>/": Row("editors", "what a form still needs", args={"pk": "number"}),
    "editor/forms/export/<int:pk>/": Row("editors", "a form as a file", args={"pk": "number"}),
    "editor/forms/figures/<int:pk>/": Row(
        "editors", "rounded counts of a form, without office", args={"pk": "number"}
    ),
    "editor/forms/import/": Row("editors", "a draft from a file"),
    **_languages("forms", "form"),
    **_languages("pages", "page"),
    **_languages("banners", "banner"),
    **_languages("menus", "menu"),
    "editor/pages/languages/<int:pk>/<slug:code>/withdraw/": Row(
        "editors", "takes a page in a language off the site", args={"pk": "number", "code": "word"}
    ),
    "editor/languages/": Row("editors", "how far native readers are in each language"),
    "editor/languages/<slug:code>/": Row(
        "editors", "the texts of the service in a language", args={"code": "word"}
    ),
    "editor/languages/<slug:code>/export/": Row("editors", "these texts as a file", args={"code": "word"}),
    "editor/languages/<slug:code>/import/": Row("editors", "these texts from a file", args={"code": "word"}),
    "editor/languages/<slug:code>/delete/": Row(
        "editors", "deletes corrections of texts that are gone", args={"code": "word"}
    ),
    "editor/login/": Row("editors", "leads to our own sign-in"),
    "editor/account/": Row("editors", "language and look of the editor, nothing about signing in"),
    "editor/(?:users|groups|password_reset)/": Row("closed", path="editor/users/"),
    "editor/failwhale/": Row("closed"),
    "editor/redirects/import/": Row("closed"),
    "editor/redirects/import/process/": Row("closed"),
    "editor/test404/": Row("closed"),
    "editor/pages/<int:page>/privacy/": Row("closed", args={"page": "number"}),
    "editor/collections/<int:collection>/privacy/": Row("closed", args={"collection": "number"}),
    "editor/pages/1/move/<int:to>/confirm/": Row("closed", args={"to": "number"}),
    "editor/pages/1/set_position/": Row("closed"),
}
