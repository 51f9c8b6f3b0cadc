"""States of a constituent's case pages."""

import uuid
from datetime import timedelta

from django.utils import timezone

from casework.cases.models import Case
from casework.cases.services.alerts.address import question_of
from casework.cases.services.alerts.choice import stop_token
from casework.cases.services.case import close_case
from casework.cases.services.own_case.tracking_code import replace_code
from casework.constituents.models import AlertChoice
from casework.constituents.services import add_contact_point
from casework.wall.scope import ALL, scoped
from tests.a11y.stage import Stage, State
from tests.a11y.world import answered, photo

CASE = "/my-cases/{%s}/"


def once():
    return str(uuid.uuid4())


def alerted(stage: Stage):
    with scoped(ALL):
        answered(stage.world.cases["third"], stage.world.words, by=stage.world.people["ben"])


def long_ago(stage: Stage):
    with scoped(ALL):
        Case.objects.filter(pk=stage.world.cases["closed"].pk).update(
            closed_at=timezone.now() - timedelta(days=99)
        )


def asked_for_a_code(stage: Stage):
    """Request an account link code for a case with an address other than Ada's sign-in."""
    case = stage.world.cases["unproved"]
    with scoped(ALL):
        add_contact_point(constituent=case.constituent, kind="email", value="home@london.example")
    stage.post("/my-cases/add/", {"reference": case.reference})


def texts_go_out(stage: Stage):
    stage.set(TEXTS={"BACKEND": "casework.outbox.texts.FileTexts", "OPTIONS": {"path": "/nonexistent"}})


def texted_a_code(stage: Stage):
    texts_go_out(stage)
    stage.post(ALERTS, {"way": "text", "number": "07700 900123"})


def stopping(stage: Stage):
    stage.names["token"] = stop_token(stage.world.cases["open"].constituent)


def asked_whose_address(stage: Stage):
    """Name the link of an acknowledgement that went to an address nobody has proved."""
    with scoped(ALL):
        case = Case.objects.select_related("constituent").get(pk=stage.world.cases["unproved"].pk)
        point = add_contact_point(constituent=case.constituent, kind="email", value="home@london.example")
        stage.names["question"] = question_of(point)


def opened_by_code(stage: Stage):
    with scoped(ALL):
        case = stage.world.cases["unproved"]
        code = replace_code(case=case, by=stage.world.people["ben"])
    stage.post("/my-cases/open/", {"reference": case.reference, "word": code})


WHOSE = "/my-cases/did-you-contact-us/{question}/"


def stopped(stage: Stage):
    stopping(stage)
    stage.post(STOP, {"answer": "stop"})


def chose_nothing(stage: Stage):
    stopping(stage)
    with scoped(ALL):
        person = stage.world.cases["open"].constituent
        AlertChoice.objects.create(constituent=person, office=person.office, way="none")


def stopping_a_closed_case(stage: Stage):
    stopping(stage)
    with scoped(ALL):
        person = stage.world.cases["open"].constituent
        for case in Case.objects.open().filter(constituent=person):
            close_case(case=case, outcome="Mended.", by=stage.world.people["ben"])


ALERTS, STOP = CASE % "open" + "alerts/", "/my-cases/stop-alerts/{token}/"
STATES = [
    State("alerts", ALERTS, by="ada"),
    State("alerts: with texts", ALERTS, by="ada", before=texts_go_out),
    State("alerts: nothing chosen", ALERTS, by="ada", sends={}, status=422),
    State("alerts: no mobile number", ALERTS, by="ada", before=texts_go_out,
          sends={"way": "text", "number": "12"}, status=422),
    State("alerts: chosen", ALERTS, by="ada", sends={"way": "none"}),
    State("alerts: code", ALERTS + "code/", by="ada", before=texted_a_code),
    State("alerts: wrong code", ALERTS + "code/", by="ada", before=texted_a_code, sends={"code": "1"}, status=422),
    State("stop alerts?", STOP, before=stopping),
    State("did you contact us?", WHOSE, before=asked_whose_address),
    State("did you contact us? nothing chosen", WHOSE, before=asked_whose_address, sends={}, status=422),
    State("did you contact us? yes", WHOSE, before=asked_whose_address, sends={"contacted": "yes"}),
    State("did you contact us? no", WHOSE, before=asked_whose_address, sends={"contacted": "no"}),
    State("open a private case, without signing in", "/my-cases/open/"),
    State("my case: opened by code", CASE % "unproved", before=opened_by_code, texts=True),
    State("stop alerts: done", STOP, before=stopping, sends={"answer": "stop"}),
    State("stop alerts: stopped before", STOP, before=stopped),
    State("stop alerts: undone", STOP, before=stopped, sends={"answer": "again"}),
    State("stop alerts: another choice", STOP, before=chose_nothing),
    State("stop alerts: no case is open", STOP, before=stopping_a_closed_case, status=410),
    State("mail: alerts stopped", before=stopped, mail=True),
    State("my cases", "/my-cases/", by="ada", texts=True),
    State("my cases: none", "/my-cases/", by="bea"),
    State("my case: the office's turn", CASE % "open", by="ada", texts=True),
    State("my case: my turn", CASE % "answered", by="ada", texts=True),
    State("my case: a third party's turn", CASE % "third", by="ada", texts=True),
    State("my case: closed", CASE % "closed", by="ada", texts=True),
    State("my case: closed long ago", CASE % "closed", by="ada", before=long_ago),
    State("my case: open again", CASE % "closed" + "open-again/", by="ada", sends={}),
    State("my case: no longer needed?", CASE % "open" + "no-longer-needed/", by="ada"),
    State("my case: no longer needed", CASE % "open" + "no-longer-needed/", by="ada", sends={}),
    State("my case: on paper", CASE % "answered" + "print/", by="ada", texts=True),
    State("my case: shared with another office", CASE % "shared", by="ada", texts=True),
    State("my case: reply sent", CASE % "answered", by="ada", sends={"once": once(), "body": "On Mondays."}),
    State("my case: empty reply", CASE % "answered", by="ada", sends={"once": once(), "body": ""}, status=422),
    State("my case: refused with a file", CASE % "answered", by="ada",
          sends={"once": once(), "body": "", "files": photo("lift.png")}, status=422),
    State("my case: reply too long", CASE % "answered", by="ada",
          sends={"once": once(), "body": "x" * 20_001}, status=422),
    State("my case: reply to a closed case", CASE % "closed", by="ada",
          sends={"once": once(), "body": "One more thing."}, status=422),
    State("my case: somebody else's", CASE % "open", by="bea", status=404),
    State("feedback", CASE % "closed" + "feedback/", by="ada"),
    State("feedback: nothing chosen", CASE % "closed" + "feedback/", by="ada", sends={}, status=422),
    State("feedback: given", CASE % "closed" + "feedback/", by="ada", sends={"answer": "partly"}),
    State("add a case", "/my-cases/add/", by="ada"),
    State("add a case: no reference", "/my-cases/add/", by="ada", sends={"reference": "12"}, status=422),
    State("add a case: code", "/my-cases/add/code/", by="ada", before=asked_for_a_code),
    State("add a case: asked", "/my-cases/add/", by="ada", sends={"reference": "{unproved}"}),
    State("add a case: wrong code", "/my-cases/add/code/", by="ada",
          sends={"reference": "{unproved}", "code": "1"}, status=422),
    State("mail: code to add a case", by="ada", before=asked_for_a_code, mail=True),
    State("mail: you have a message", by="ben", before=alerted, mail=True),
]  # fmt: skip
