"""The permission that was reviewed for each URL: ours, and those that Wagtail brought."""

from pathlib import Path

from tests.trust.url_permission import Row
from tests.trust.url_permissions import ROWS

WAGTAIL_LIST = Path(__file__).parent / "wagtail_url_permissions.txt"


# How the arguments of Wagtail's addresses are named. Each is tried with the editors' own things and with casework's.
WAGTAIL_ARGS = {
    "app_label": "app",
    "app_name": "app",
    "content_type_app_name": "app",
    "model_name": "model",
    "content_type_model_name": "model",
    "object_id": "number",
    "action": "word",
    "action_name": "word",
    "filter_spec": "size",
    "uidb64": "word",
    "token": "token",
}
WAGTAIL_PATHS = {
    r"editor/pages/(?P<pk>\d+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\."
    r"(?P<revision_id_b>live|latest|\d+)/$": "editor/pages/2/revisions/compare/earliest...latest/",
    r"editor/banners/history/(?P<pk>.+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\."
    r"(?P<revision_id_b>live|latest|\d+)/$": "editor/banners/history/1/revisions/compare/earliest...latest/",
    r"editor/forms/history/(?P<pk>.+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\."
    r"(?P<revision_id_b>live|latest|\d+)/$": "editor/forms/history/1/revisions/compare/earliest...latest/",
    "editor/.*/$": "editor/no-such-page/",
}
# Wagtail breaks on a few of its own forms when they come empty.
WAGTAIL_SENDS = {
    "editor/choose-external-link/": {
        "external-link-chooser-url": "https://example.org/",
        "external-link-chooser-link_text": "Example",
    },
}
SHADOWED = ("editor/users/", "editor/groups/", "editor/password_reset/")
SHADOWED_PRIVACY = {"editor/pages/<int:page_id>/privacy/", "editor/collections/<int:collection_id>/privacy/"}


def wagtail_routes():
    """Return Wagtail's reviewed routes."""
    return WAGTAIL_LIST.read_text().splitlines()


def row_of(url_pattern):
    """Return the reviewed row of a URL pattern; None if it has none."""
    if url_pattern.route in ROWS:
        return ROWS[url_pattern.route]
    if url_pattern.route in _reviewed():
        return Row(
            "closed"
            if url_pattern.route.startswith(SHADOWED) or url_pattern.route in SHADOWED_PRIVACY
            else "editors",
            args={name: WAGTAIL_ARGS.get(name, "number") for name in url_pattern.arguments},
            sends=WAGTAIL_SENDS.get(url_pattern.route, {}),
            path=WAGTAIL_PATHS.get(url_pattern.route, ""),
        )
    return None


_lists: list[frozenset[str]] = []


def _reviewed():
    if not _lists:
        _lists.append(frozenset(wagtail_routes()))
    return _lists[0]


def unreviewed(patterns):
    """Return an instruction for each URL pattern without a row."""
    advice = (
        "Nobody has looked at who may open it. If it is ours, give it a row in ROWS of tests/trust/url_permissions.py: "
        'Row(who, why, args={argument: what it names}), where `who` is a rule of tests/trust/rules.py ("case", '
        '"work", "managers", "administrators", "anybody" with the reason why ...). If Wagtail brought it, look at what '
        "it shows and add the route as a line to "
        "tests/trust/wagtail_url_permissions.txt, or close it in cms/editor/urls.py."
    )
    return [f"{url_pattern.route}: {advice}" for url_pattern in patterns if row_of(url_pattern) is None]


def gone(patterns):
    """Return the listed routes that Wagtail no longer has."""
    return sorted(_reviewed() - {url_pattern.route for url_pattern in patterns})


def address(url_pattern, row, values):
    """Return the path of a URL pattern with these values for its arguments."""
    path = row.path or url_pattern.route.replace("\\Z", "").replace("$", "")
    for argument in url_pattern.arguments:
        value = str(values[row.args[argument]])
        for converter in ("str:", "slug:", "uuid:", "int:", "path:", "reference:", "language_off:", ""):
            path = path.replace(f"<{converter}{argument}>", value)
    return "/" + path
