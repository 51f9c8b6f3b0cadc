"""The permission of each URL of the portal."""

from tests.trust.url_permission import ANSWERS, CASE, CODE, FILE, PUBLIC_FACTS, Row, once

PORTAL = {
    "find-your-members/": Row("anybody", PUBLIC_FACTS, asks=("", "?postcode=E16+1ZE")),
    "find-your-members/in/<slug:borough>/": Row("anybody", PUBLIC_FACTS, args={"borough": "borough"}),
    "find-your-members/borough/": Row("anybody", PUBLIC_FACTS),
    "find-your-members/no-address/": Row("anybody", PUBLIC_FACTS),
    "find-your-members/outside/": Row("anybody", PUBLIC_FACTS),
    "find-your-members/order/": Row("anybody", PUBLIC_FACTS),
    "raise/<slug:slug>/": Row("anybody", ANSWERS, args={"slug": "form"}),
    "raise/<slug:slug>/later/": Row("anybody", ANSWERS, args={"slug": "form"}),
    "raise/<slug:slug>/sent/": Row("anybody", ANSWERS, args={"slug": "form"}),
    "raise/<slug:slug>/sent/confirm/": Row("anybody", CODE, args={"slug": "form"}),
    "raise/<slug:slug>/sent/copy/": Row("anybody", ANSWERS, args={"slug": "form"}),
    "raise/<slug:slug>/<slug:step>/": Row(
        "anybody",
        ANSWERS,
        args={"slug": "form", "step": "step"},
        sends={"safety-safe": "yes"},
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
    "my-cases/did-you-contact-us/<uuid:question>/": Row(
        "anybody",
        "asks whoever has the link of a mail, and shows nothing",
        args={"question": "kept"},
        empty=True,
    ),
    "my-cases/permissions/": Row("constituents"),
    "my-cases/open/": Row("not staff", sends={"reference": "LA-2222-2222", "word": "nothing"}),
    "my-cases/<reference:reference>/": Row(
        "opened case", args=CASE, sends={"once": once, "body": "Here is more."}
    ),
    "my-cases/<reference:reference>/print/": Row("opened case", args=CASE),
    "my-cases/<reference:reference>/no-longer-needed/": Row("own case", args=CASE),
    "my-cases/<reference:reference>/open-again/": Row("own case", args=CASE),
    "my-cases/<reference:reference>/feedback/": Row("own case", args=CASE, sends={"answer": "yes"}),
    "my-cases/stop-alerts/<str:token>/": Row(
        "anybody",
        "stops alerts to whom the signed link names, and shows nothing",
        args={"token": "token"},
        empty=True,
    ),
    "my-cases/<reference:reference>/alerts/": Row("own case", args=CASE, sends={"way": "none"}),
    "my-cases/<reference:reference>/alerts/code/": Row("own case", args=CASE),
    "my-cases/<reference:reference>/permission-letter/": Row("own case", args=CASE, empty=True),
    "my-cases/<reference:reference>/files/<uuid:uuid>/": Row("opened case", args=FILE),
    "my-cases/<reference:reference>/files/<uuid:uuid>/thumbnail/": Row("opened case", args=FILE),
}
