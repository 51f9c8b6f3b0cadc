"""Every address of the service and who may open it: the reviewed table that the matrix walks.

A URL pattern without a row here is refused (`test_doors.py`). Ours stand in `ROWS`, Wagtail's in `wagtail_doors.txt`,
one route a line. `who` is a name of `actors.RULES`; `args` says what each argument of the address names, in the words
of `targets.py`; `sends` is a body that does something when it comes from somebody who may; `asks` are query strings.
"""

import uuid
from dataclasses import dataclass, field
from pathlib import Path

from tests.wall.urls import Door, doors

__all__ = ["ROWS", "Door", "Row", "address", "doors", "gone", "row_of", "unreviewed", "wagtail_routes"]

WAGTAIL_LIST = Path(__file__).parent / "wagtail_doors.txt"
UNDER_WAGTAIL = "editor/"
CASE, FILE = {"reference": "reference"}, {"reference": "reference", "uuid": "file"}
NOTE = {"reference": "reference", "uuid": "note"}


@dataclass(frozen=True)
class Row:
    """What was found when somebody looked at a door."""

    who: str
    why: str = ""
    args: dict[str, str] = field(default_factory=dict)
    sends: dict[str, object] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    empty: bool = False  # there may be nothing to show to those who may open it
    path: str = ""  # for routes that are regular expressions: an address that matches


def once():
    """A name for a message or note, drawn for each use."""
    return str(uuid.uuid4())


SEARCHES = ("", "?view=all", "?view=closed", "?q=subject", "?q=name&view=all", "?owner=no-one")
CODE = "asks for an emailed code, counted by address and by sender"
PUBLIC_FACTS = "shows public facts only and keeps nothing"
ANSWERS = "reaches the answers of this browser's own submission only"

ROWS = {
    # The service itself
    "health/live": Row("anybody", "says that the process answers"),
    "health/ready": Row("anybody", "says that the databases answer"),
    r"((?:[\w\-]+/)*)$": Row("anybody", "published pages of the editors, for everybody alike", path="draft/"),
    "robots.txt": Row("anybody", "where search engines have no business"),
    "sitemap.xml": Row("anybody", "addresses of published pages"),
    "search/": Row(
        "anybody", "published pages, Members and forms", asks=("", "?q=bus", "?q=subject", "?q=name")
    ),
    "useful/<uuid:key>/": Row(
        "anybody", "adds one to a number", args={"key": "page"}, sends={"useful": "yes"}
    ),
    "useful/<uuid:key>/thanks/": Row("anybody", "names a published page", args={"key": "page"}),
    # The desk: behind the gate
    "office/": Row("at home"),
    "office/cases/": Row("office", asks=SEARCHES),
    "office/cases/<reference:reference>/": Row("case", args=CASE, asks=("", "?all=1")),
    "office/cases/<reference:reference>/answers/": Row("case", args=CASE),
    "office/cases/<reference:reference>/files/<uuid:uuid>/": Row("case", args=FILE),
    "office/cases/<reference:reference>/claim/": Row("work", args=CASE, sends={"list": "?view=all"}),
    "office/cases/<reference:reference>/assign/": Row("work", args=CASE, sends={"owner": ""}),
    "office/cases/<reference:reference>/note/": Row(
        "work", args=CASE, sends={"once": once, "body": "A note."}
    ),
    "office/cases/<reference:reference>/reply/": Row(
        "work",
        args=CASE,
        sends={"once": once, "seen": "{seen}", "body": "We asked them.", "turn": "office"},
    ),
    "office/cases/<reference:reference>/writing/": Row("work", args=CASE),
    "office/cases/<reference:reference>/turn/": Row("work", args=CASE, sends={"turn": "office"}),
    "office/cases/<reference:reference>/close/": Row("work", args=CASE, sends={"outcome": "It is mended."}),
    "office/cases/<reference:reference>/reopen/": Row("work", args=CASE),
    "office/cases/<reference:reference>/messages/<uuid:message>/alert-again/": Row(
        "work", args={"reference": "reference", "message": "answer"}
    ),
    "office/cases/<reference:reference>/readers/": Row("managers of the case", args=CASE),
    "office/data/": Row("staff"),
    "office/what-it-can-see/": Row("staff"),
    "office/feedback/": Row("office"),
    "office/log/": Row("managers"),
    "office/log/copy/": Row("managers"),
    "office/cases/<reference:reference>/by-hand/<uuid:task>/": Row(
        "work", args={"reference": "reference", "task": "task"}, empty=True
    ),
    "office/cases/<reference:reference>/claim-code/": Row("work", args=CASE, empty=True),
    "office/cases/<reference:reference>/risk/": Row(
        "work", args=CASE, sends={"kind": "eviction", "reason": "They come on Friday."}
    ),
    "office/cases/<reference:reference>/risk/<uuid:uuid>/": Row(
        "work", args={"reference": "reference", "uuid": "risk"}, sends={"how": "The council houses them."}
    ),
    "office/cases/<reference:reference>/safe/": Row("work", args=CASE, sends={"way": "Phone before 3pm."}),
    "office/cases/<reference:reference>/safe/code/": Row("work", args=CASE, sends={"hours": "24"}),
    "office/cases/<reference:reference>/safe/forget/": Row("work", args=CASE),
    "office/duty/": Row("office"),
    "office/duty/settings/": Row("managers"),
    "office/duty/days/": Row("managers"),
    "office/duty/away/": Row("managers"),
    "office/duty/<uuid:uuid>/remove/": Row("managers", args={"uuid": "duty"}),
    # Only of cases that were raised for somebody else, so there may be no such page.
    "office/cases/<reference:reference>/permission/": Row("case", args=CASE, empty=True),
    "office/cases/<reference:reference>/permission/link/": Row("work", args=CASE, empty=True),
    "office/cases/<reference:reference>/permission/paper/": Row("work", args=CASE, empty=True),
    "office/cases/<reference:reference>/permission/end/": Row("work", args=CASE, empty=True),
    "office/cases/<reference:reference>/permission/again/": Row("work", args=CASE, empty=True),
    "office/cases/<reference:reference>/permission/message/": Row("work", args=CASE, empty=True),
    "office/cases/<reference:reference>/permission/letter/": Row("case", args=CASE, empty=True),
    "office/cases/<reference:reference>/permission/scans/<uuid:uuid>/": Row("case", args=FILE, empty=True),
    "office/cases/<reference:reference>/share/": Row("work", args=CASE),
    "office/cases/<reference:reference>/share/end/": Row("work", args=CASE, sends={"ending": "revoked"}),
    "office/cases/<reference:reference>/share/notes/<uuid:uuid>/": Row("work", args=NOTE),
    "office/cases/<reference:reference>/share/files/<uuid:uuid>/": Row("work", args=FILE),
    "office/cases/<reference:reference>/transfer/": Row("work", args=CASE),
    "office/cases/<reference:reference>/transfer/end/": Row("work", args=CASE, sends={"ending": "revoked"}),
    "office/shared/": Row("office"),
    "office/shared/reading/<uuid:uuid>/": Row("receivers", args={"uuid": "share"}),
    "office/shared/taking-on/<uuid:uuid>/": Row("receivers", args={"uuid": "transfer"}),
    "office/emergency/<uuid:uuid>/": Row("managers", args={"uuid": "emergency"}),
    "office/team/": Row("office"),
    "office/team/<uuid:membership>/role/": Row(
        "managers", args={"membership": "membership"}, sends={"role": "read-only"}
    ),
    "office/team/invite/": Row(
        "managers",
        sends={"email": "new@staff.example", "name": "New", "office": "{office}", "role": "caseworker"},
    ),
    "office/team/invitations/": Row("staff", sends={"membership": "{membership}", "answer": "accept"}),
    "office/team/<uuid:membership>/end/": Row("managers", args={"membership": "membership"}),
    "office/team/<uuid:membership>/invite-again/": Row("managers", args={"membership": "membership"}),
    "office/team/review/": Row("managers"),
    "office/team/<uuid:membership>/let-back-in/": Row(
        "managers", args={"membership": "membership"}, empty=True
    ),
    "office/administration/log/": Row("administrators"),
    "office/administration/people/<uuid:person>/let-back-in/": Row(
        "administrators", args={"person": "person"}, empty=True
    ),
    "office/administration/": Row("administrators"),
    "office/administration/manager/": Row(
        "administrators", sends={"email": "new@staff.example", "name": "New", "office": "labour-south"}
    ),
    "office/administration/manager/<slug:slug>/take-back/": Row(
        "administrators", args={"slug": "office"}, empty=True
    ),
    "office/administration/emergency/": Row("administrators"),
    "office/administration/emergency/end/": Row("administrators"),
    "office/administration/editor/": Row(
        "administrators", sends={"email": "new@staff.example", "name": "New"}
    ),
    # Signing in
    "accounts/login/": Row("anybody", "password of staff, counted; leads to the second factor"),
    "accounts/login/code/": Row("anybody", CODE, sends={"email": "somebody@london.example"}),
    "accounts/login/code/confirm/": Row("anybody", CODE),
    "accounts/login/code/again/": Row("anybody", CODE),
    "accounts/login/code/known/<str:token>/": Row(
        "anybody",
        "takes the mark of a browser that proved an address, and shows nothing",
        args={"token": "token"},
    ),
    "accounts/logout/": Row("anybody", "ends a session, by POST"),
    "accounts/inactive/": Row("anybody", "says that an account is closed"),
    "accounts/invitation/": Row("anybody", "accepts the invitation that the session holds, counted"),
    "accounts/invitation/<str:token>/": Row(
        "anybody", "takes the token of an invitation into the session", args={"token": "token"}
    ),
    "accounts/no-second-factor/": Row("anybody", "says how staff get in"),
    "accounts/stay/": Row("anybody", "says when one's own session ends"),
    "accounts/kept/<uuid:uuid>/": Row(
        "own paper", "what one sent too late, and nobody else's", args={"uuid": "kept"}
    ),
    "accounts/password/change/": Row("factor"),
    "accounts/2fa/": Row("factor"),
    "accounts/2fa/authenticate/": Row("anybody", "takes the second factor after the password, counted"),
    "accounts/2fa/reauthenticate/": Row("staff account", "takes the second factor, counted"),
    "accounts/2fa/reauthenticate/passkey/": Row("staff account", "takes a passkey"),
    "accounts/2fa/app/add/": Row("adds factors", "staff who accepted an invitation or used a factor"),
    "accounts/2fa/app/remove/": Row("factor", empty=True),
    "accounts/2fa/passkey/add/": Row("adds factors", "staff who accepted an invitation or used a factor"),
    "accounts/2fa/passkey/<slug:passkey>/remove/": Row("own factor", args={"passkey": "factor"}),
    "accounts/2fa/recovery-codes/": Row("factor", empty=True),
    "accounts/2fa/recovery-codes/new/": Row("factor"),
    # The portal
    "find-your-members/": Row("anybody", PUBLIC_FACTS, asks=("", "?postcode=E16+1ZE")),
    "find-your-members/in/<slug:borough>/": Row("anybody", PUBLIC_FACTS, args={"borough": "borough"}),
    "find-your-members/borough/": Row("anybody", PUBLIC_FACTS),
    "find-your-members/no-address/": Row("anybody", PUBLIC_FACTS),
    "find-your-members/outside/": Row("anybody", PUBLIC_FACTS),
    "find-your-members/order/": Row("anybody", PUBLIC_FACTS),
    "raise/<slug:slug>/": Row("anybody", ANSWERS, args={"slug": "form"}),
    "raise/<slug:slug>/later/": Row("anybody", ANSWERS, args={"slug": "form"}),
    "raise/<slug:slug>/sent/": Row("anybody", ANSWERS, args={"slug": "form"}),
    "raise/<slug:slug>/sent/copy/": Row("anybody", ANSWERS, args={"slug": "form"}),
    "raise/<slug:slug>/<slug:step>/": Row(
        "anybody",
        ANSWERS,
        args={"slug": "form", "step": "step"},
        sends={"safety-safe": "yes", "safety-shared": "no"},
    ),
    "come-back/code/": Row("anybody", CODE),
    "come-back/mine/<uuid:uuid>/": Row("own answers", args={"uuid": "answers"}),
    "come-back/<str:token>/": Row(
        "anybody",
        "shows a button to whoever has the link of a mail; the code that it sends opens the answers",
        args={"token": "token"},
    ),
    "leave/": Row("anybody", "leads off this site and ends one's own visit"),
    "permission/<str:token>/": Row("anybody", "mails a code to whom the link went", args={"token": "token"}),
    "permission/code/": Row("anybody", "takes the code, counted"),
    "permission/answer/": Row("anybody", "asks whoever proved the address of their link", empty=True),
    "my-cases/": Row("constituents"),
    "my-cases/add/": Row("constituents", sends={"reference": "LA-2222-2222"}),
    "my-cases/add/code/": Row("constituents"),
    "my-cases/open/": Row("constituents", sends={"reference": "LA-2222-2222", "word": "nothing"}),
    "my-cases/<reference:reference>/": Row(
        "own case", args=CASE, sends={"once": once, "body": "Here is more."}
    ),
    "my-cases/<reference:reference>/print/": Row("own case", args=CASE),
    "my-cases/<reference:reference>/no-longer-needed/": Row("own case", args=CASE),
    "my-cases/<reference:reference>/open-again/": Row("own case", args=CASE),
    "my-cases/<reference:reference>/feedback/": Row("own case", args=CASE, sends={"vote": "yes"}),
    "my-cases/stop-alerts/<str:token>/": Row(
        "anybody",
        "stops alerts to whom the signed link names, and shows nothing",
        args={"token": "token"},
        empty=True,
    ),
    "my-cases/<reference:reference>/alerts/": Row("own case", args=CASE, sends={"way": "none"}),
    "my-cases/<reference:reference>/alerts/code/": Row("own case", args=CASE),
    "my-cases/<reference:reference>/permission-letter/": Row("own case", args=CASE, empty=True),
    "my-cases/<reference:reference>/files/<uuid:uuid>/": Row("own case", args=FILE),
    # What stands before Wagtail
    "editor/logout/": Row("editors", "leads to the page where everybody signs out"),
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
    """Wagtail's routes that somebody looked at."""
    return WAGTAIL_LIST.read_text().splitlines()


def row_of(door):
    """The reviewed row of a door; None if nobody has looked at it."""
    if door.route in ROWS:
        return ROWS[door.route]
    if door.route in _reviewed():
        return Row(
            "closed" if door.route.startswith(SHADOWED) or door.route in SHADOWED_PRIVACY else "editors",
            args={name: WAGTAIL_ARGS.get(name, "number") for name in door.arguments},
            sends=WAGTAIL_SENDS.get(door.route, {}),
            path=WAGTAIL_PATHS.get(door.route, ""),
        )
    return None


_lists: list[frozenset[str]] = []


def _reviewed():
    if not _lists:
        _lists.append(frozenset(wagtail_routes()))
    return _lists[0]


def unreviewed(standing):
    """What to say of each door that nobody has looked at."""
    advice = (
        "Nobody has looked at who may open it. If it is ours, give it a row in ROWS of tests/trust/doors.py: "
        'Row(who, why, args={argument: what it names}), where `who` is a rule of tests/trust/actors.py ("case", '
        '"work", "managers", "administrators", "anybody" with the reason why ...). If Wagtail brought it, look at what '
        "it shows and add the route as a line to tests/trust/wagtail_doors.txt, or close it in cms/urls.py."
    )
    return [f"{door.route}: {advice}" for door in standing if row_of(door) is None]


def gone(standing):
    """Lines of doors that Wagtail no longer brings."""
    return sorted(_reviewed() - {door.route for door in standing})


def address(door, row, values):
    """The path of a door, with these values for its arguments."""
    path = row.path or door.route.replace("\\Z", "").replace("$", "")
    for argument in door.arguments:
        value = str(values[row.args[argument]])
        for converter in ("str:", "slug:", "uuid:", "int:", "path:", "reference:", ""):
            path = path.replace(f"<{converter}{argument}>", value)
    return "/" + path
