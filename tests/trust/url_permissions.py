"""The permission of every URL: the reviewed table that the matrix tests.

A URL pattern without a row here is refused (`test_url_permissions.py`). Our rows are in `ROWS`, Wagtail's routes in
`wagtail_url_permissions.txt`, one a line. `who` is a name of `rules.RULES`; `args` says what each argument of the
URL names, in the terms of `targets.py`; `sends` is a POST body that has an effect when an authorised person sends it;
`asks` are query strings.
"""

from tests.trust.editor_url_permissions import EDITOR
from tests.trust.portal_url_permissions import PORTAL
from tests.trust.row import DEADLINES
from tests.trust.url_permission import CASE, CODE, FILE, NOTE, SEARCHES, Row, once

ROWS = {
    # The service itself
    "<language_off:code>/": Row("anybody", "redirects to the home page", {"code": "language"}),
    "<language_off:code>/<path:rest>": Row(
        "anybody", "redirects to the same page in English", {"code": "language", "rest": "rest of a path"}
    ),
    "health/live": Row("anybody", "says that the process answers"),
    "health/ready": Row("anybody", "says that the databases answer"),
    r"((?:[\w\-]+/)*)$": Row("anybody", "published pages of the editors, for everybody alike", path="draft/"),
    "robots.txt": Row("anybody", "where search engines have no business"),
    "sitemap.xml": Row("anybody", "addresses of published pages"),
    "search/": Row(
        "anybody", "published pages, Members and forms", asks=("", "?q=bus", "?q=subject", "?q=name")
    ),
    "media/images/<str:name>": Row(
        "anybody", "pictures on published pages; others for editors", args={"name": "size"}, empty=True
    ),
    "documents/<int:pk>/<str:name>": Row(
        "anybody",
        "documents on published pages; others for editors",
        args={"pk": "number", "name": "size"},
        empty=True,
    ),
    "useful/<uuid:key>/": Row("anybody", "adds one to a number", args={"key": "page"}, sends={"yes": "Yes"}),
    "useful/<uuid:key>/thanks/": Row("anybody", "names a published page", args={"key": "page"}),
    # The desk: behind the gate
    "office/": Row("at home"),
    "office/cases/": Row("office", asks=SEARCHES),
    "office/cases/live/": Row("office", asks=SEARCHES),
    "office/cases/several/": Row("workers"),
    "office/cases/views/": Row("workers"),
    "office/cases/views/<uuid:uuid>/remove/": Row("workers", args={"uuid": "view"}),
    "office/contacts/": Row("workers", sends={"find": "yes", "who": "name"}),
    "office/contacts/people/": Row("office", asks=("", "?q=name", "?q=subje")),
    "office/search/": Row("office", asks=("", "?q=subject", "?q=name", "?q=body&status=open", "?q=reason")),
    "office/search/suggestions/": Row("office", asks=("", "?q=subje", "?q=name")),
    "office/cases/<reference:reference>/": Row("case", args=CASE, asks=("", "?all=1")),
    "office/cases/<reference:reference>/live/": Row("case", args=CASE),
    "office/cases/<reference:reference>/answers/": Row("case", args=CASE),
    "office/cases/<reference:reference>/facts/": Row("work", args=CASE, sends={"subject": "Another subject"}),
    "office/cases/<reference:reference>/files/<uuid:uuid>/": Row("case", args=FILE),
    "office/cases/<reference:reference>/files/<uuid:uuid>/thumbnail/": Row("case", args=FILE),
    "office/cases/<reference:reference>/assign-to-me/": Row("work", args=CASE, sends={"list": "?view=all"}),
    "office/cases/<reference:reference>/assign/": Row("work", args=CASE, sends={"owner": ""}),
    "office/cases/<reference:reference>/note/": Row(
        "work", args=CASE, sends={"once": once, "body": "A note."}
    ),
    "office/cases/<reference:reference>/reply/": Row(
        "work",
        args=CASE,
        sends={
            "once": once,
            "seen": "{seen}",
            "body": "We asked them.",
            "turn": "office",
            "reason": "So agreed",
        },
    ),
    "office/cases/<reference:reference>/draft/": Row("work", args=CASE, sends={"body": "Dear you"}),
    "office/cases/<reference:reference>/drafts/<uuid:draft>/throw-away/": Row(
        "work", args={"reference": "reference", "draft": "reply_draft"}
    ),
    "office/cases/<reference:reference>/drafts/<uuid:draft>/undo/": Row(
        "work", args={"reference": "reference", "draft": "reply_draft"}, gone=True
    ),
    "office/cases/<reference:reference>/checklist/": Row(
        "work", args=CASE, sends={"step": "Ask the operator"}
    ),
    "office/cases/<reference:reference>/tags/": Row("work", args=CASE, sends={"name": "Damp"}),
    "office/cases/<reference:reference>/tags/<uuid:tag>/remove/": Row(
        "work", args={"reference": "reference", "tag": "tag"}
    ),
    "office/cases/columns/": Row("office", sends={"columns": "from"}),
    "office/team/tags/": Row("managers"),
    "office/team/tags/<uuid:tag>/": Row("managers", args={"tag": "office_tag"}),
    "office/cases/<reference:reference>/sign-off/<uuid:sign_off>/": Row(
        "work", args={"reference": "reference", "sign_off": "sign_off"}
    ),
    "office/cases/<reference:reference>/sign-off/<uuid:sign_off>/withdraw/": Row(
        "work", args={"reference": "reference", "sign_off": "sign_off"}
    ),
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
    "office/cases/<reference:reference>/contact-tasks/<uuid:task>/": Row(
        "work", args={"reference": "reference", "task": "task"}, empty=True
    ),
    "office/cases/<reference:reference>/contact-tasks/<uuid:task>/address/": Row(
        "work", args={"reference": "reference", "task": "task"}, empty=True
    ),
    "office/cases/<reference:reference>/contact-tasks/<uuid:task>/correct-address/": Row(
        "work", args={"reference": "reference", "task": "task"}, empty=True
    ),
    "office/cases/<reference:reference>/tracking-code/": Row("work", args=CASE),
    "office/cases/<reference:reference>/account-link/": Row("work", args=CASE, empty=True),
    "office/cases/<reference:reference>/risk/": Row(
        "work", args=CASE, sends={"kind": "eviction", "reason": "They come on Friday."}
    ),
    "office/cases/<reference:reference>/risk/<uuid:uuid>/": Row(
        "work", args={"reference": "reference", "uuid": "risk"}, sends={"how": "The council houses them."}
    ),
    "office/cases/<reference:reference>/safe/": Row("work", args=CASE, sends={"way": "Phone before 3pm."}),
    "office/cases/<reference:reference>/safe/code/": Row("work", args=CASE, sends={"hours": "24"}),
    "office/cases/<reference:reference>/safe/forget/": Row("work", args=CASE),
    "office/my-day/": Row("office"),
    "office/go-to/": Row("office"),
    "office/texts/": Row("office"),
    "office/texts/add/": Row("managers"),
    "office/texts/<uuid:wording>/": Row("managers", args={"wording": "text"}),
    "office/texts/<uuid:wording>/end/": Row("managers", args={"wording": "text"}),
    "office/administration/texts/": Row("administrators"),
    "office/administration/texts/add/": Row("administrators"),
    "office/administration/texts/<uuid:wording>/": Row("administrators", args={"wording": "shared_text"}),
    "office/administration/texts/<uuid:wording>/end/": Row("administrators", args={"wording": "shared_text"}),
    "office/guides/": Row("office"),
    "office/guides/add/": Row("managers"),
    "office/guides/<uuid:guide>/": Row("managers", args={"guide": "guide"}),
    "office/guides/<uuid:guide>/remove/": Row("managers", args={"guide": "guide"}),
    "office/administration/guides/": Row("administrators"),
    "office/administration/guides/add/": Row("administrators"),
    "office/administration/guides/<uuid:guide>/": Row("administrators", args={"guide": "shared_guide"}),
    "office/administration/guides/<uuid:guide>/remove/": Row(
        "administrators", args={"guide": "shared_guide"}
    ),
    "office/duty/": Row("office"),
    "office/duty/settings/": Row("managers"),
    "office/duty/days/": Row("managers"),
    "office/duty/away/": Row("managers"),
    "office/duty/answer/": Row("office", sends={"office": "none", "answer": "accept"}, empty=True),
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
    "office/permissions/": Row("office"),
    "office/planned/": Row("office"),
    # Of the person who planned it alone.
    "office/planned/<uuid:uuid>/undo/": Row("workers", args={"uuid": "planned_act"}, empty=True),
    "office/risks/": Row("office", posts="workers"),
    "office/risks/undo/": Row("office"),
    "office/risks/unsettled/": Row("office"),
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
    "office/team/deadlines/": Row("managers", sends=DEADLINES),
    "office/team/sign-off/": Row("managers", sends={"how": "managers"}),
    "office/team/news/": Row("office", sends={"how": "daily"}),
    "office/team/keys/": Row("office", sends={"keys": "j"}),
    "office/team/invitations/": Row("staff", sends={"invitation": "{membership}", "answer": "accept"}),
    "office/team/<uuid:membership>/end/": Row("managers", args={"membership": "membership"}),
    "office/team/<uuid:membership>/recover/": Row("managers", args={"membership": "membership"}),
    "office/team/<uuid:membership>/lock/": Row("managers", args={"membership": "membership"}, empty=True),
    "office/team/review/": Row("managers"),
    "office/team/<uuid:membership>/unlock/": Row("managers", args={"membership": "membership"}, empty=True),
    "office/administration/log/": Row("administrators"),
    "office/administration/people/<uuid:person>/unlock/": Row(
        "administrators", args={"person": "person"}, empty=True
    ),
    "office/details/": Row("managers", sends={"phone": "01632 960100", "undo_minutes": "0"}),
    "office/administration/languages/": Row("administrators"),
    "office/administration/practice/": Row("administrators", sends={"allowed": "on"}),
    "office/practice/": Row("staff"),
    "office/practice/start/": Row("office"),
    "office/practice/stop/": Row("office"),
    "office/practice/again/": Row("office"),
    "office/practice/remove/": Row("office"),
    "office/administration/body/": Row("administrators"),
    "office/administration/body/members/<slug:elected>/": Row("administrators", args={"elected": "elected"}),
    "office/administration/body/members/<slug:elected>/<slug:what>/": Row(
        "administrators", args={"elected": "elected", "what": "fact"}
    ),
    "office/administration/body/members/<slug:elected>/<slug:what>/<slug:day>/": Row(
        "administrators", args={"elected": "elected", "what": "fact", "day": "day"}
    ),
    "office/administration/body/add/<slug:kind>/": Row(
        "administrators", args={"kind": "kind"}, sends={"name": "Giles Winter"}
    ),
    "office/administration/body/rename/<slug:kind>/<slug:thing>/": Row(
        "administrators", args={"kind": "kind", "thing": "elected"}, sends={"name": "Giles Winter"}
    ),
    "office/administration/": Row("administrators"),
    "office/administration/manager/": Row(
        "administrators", sends={"email": "new@staff.example", "name": "New", "office": "labour-south"}
    ),
    "office/administration/manager/<slug:slug>/take-back/": Row(
        "administrators", args={"slug": "office"}, empty=True
    ),
    "office/administration/emergency/": Row("administrators"),
    "office/administration/emergency/<uuid:uuid>/": Row("administrators", args={"uuid": "kept"}, empty=True),
    "office/administration/emergency/end/": Row("administrators"),
    "office/administration/invite/": Row(
        "administrators", sends={"email": "new@staff.example", "name": "New", "role": "editor"}
    ),
    "office/administration/invite/<uuid:uuid>/take-back/": Row(
        "administrators", args={"uuid": "kept"}, empty=True
    ),
    "office/administration/people/": Row("administrators"),
    "office/administration/people/<uuid:person>/end/<slug:role>/": Row(
        "administrators", args={"person": "person", "role": "office"}, empty=True
    ),
    "office/administration/people/<uuid:person>/recover/": Row(
        "administrators", args={"person": "person"}, empty=True
    ),
    "office/administration/people/<uuid:person>/lock/": Row(
        "administrators", args={"person": "person"}, empty=True
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
    "accounts/invitation/": Row("anybody", "answers the invitation that the session holds, counted"),
    "accounts/invitation/elsewhere/": Row("anybody", "sends that invitation to another address, counted"),
    "accounts/recovery/": Row("anybody", "a new password by the link that the session holds, counted"),
    "accounts/recovery/<str:token>/": Row(
        "anybody", "takes the token of a recovery link into the session", args={"token": "token"}
    ),
    "accounts/name/": Row("factor"),
    "accounts/invitation/<str:token>/": Row(
        "anybody", "takes the token of an invitation into the session", args={"token": "token"}
    ),
    "accounts/no-second-factor/": Row("anybody", "says how staff get in"),
    "accounts/stay/": Row("anybody", "says when one's own session ends"),
    "accounts/unsent/<uuid:uuid>/": Row(
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
    **PORTAL,
    **EDITOR,
}
