"""Who may open the pages of the editor that are not Wagtail's own, and those of Wagtail that are closed."""

from tests.trust.url_permission import Row

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
    "editor/forms/languages/<int:pk>/": Row(
        "editors", "how far a form is in each language", args={"pk": "number"}
    ),
    "editor/forms/languages/<int:pk>/<slug:code>/": Row(
        "editors", "the texts of a form in a language", args={"pk": "number", "code": "word"}
    ),
    "editor/forms/languages/<int:pk>/<slug:code>/export/": Row(
        "editors", "these texts as a file", args={"pk": "number", "code": "word"}
    ),
    "editor/forms/languages/<int:pk>/<slug:code>/import/": Row(
        "editors", "these texts from a file", args={"pk": "number", "code": "word"}
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
