"""Following one's cases."""

import uuid
from datetime import timedelta

from django.utils import timezone

from casework.cases.alert_choices import stop_link
from casework.cases.models import Case
from casework.constituents.services import add_contact_point
from casework.scope import ALL, scoped
from tests.a11y.stage import Stage, State
from tests.a11y.world import answered

CASE = "/my-cases/{%s}/"


def once():
    return str(uuid.uuid4())


def alerted(stage: Stage):
    answered(stage.world.cases["third"], stage.world.words, by=stage.world.people["ben"])


def long_ago(stage: Stage):
    with scoped(ALL):
        Case.objects.filter(pk=stage.world.cases["closed"].pk).update(
            closed_at=timezone.now() - timedelta(days=99)
        )


def asked_for_a_code(stage: Stage):
    """The case has an address that is not Ada's sign-in, and she says that it is hers."""
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
    stage.names["token"] = stop_link(stage.world.cases["open"].constituent).rstrip("/").rpartition("/")[2]


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
    State("stop alerts: done", STOP, before=stopping, sends={}),
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
    State("my case: reply too long", CASE % "answered", by="ada",
          sends={"once": once(), "body": "x" * 20_001}, status=422),
    State("my case: reply to a closed case", CASE % "closed", by="ada",
          sends={"once": once(), "body": "One more thing."}, status=422),
    State("my case: somebody else's", CASE % "open", by="bea", status=404),
    State("feedback", CASE % "closed" + "feedback/", by="ada"),
    State("feedback: nothing chosen", CASE % "closed" + "feedback/", by="ada", sends={}, status=422),
    State("feedback: given", CASE % "closed" + "feedback/", by="ada", sends={"vote": "partly"}),
    State("claim a case", "/my-cases/add/", by="ada"),
    State("claim a case: no reference", "/my-cases/add/", by="ada", sends={"reference": "12"}, status=422),
    State("claim a case: code", "/my-cases/add/code/", by="ada", before=asked_for_a_code),
    State("claim a case: asked", "/my-cases/add/", by="ada", sends={"reference": "{unproved}"}),
    State("claim a case: wrong code", "/my-cases/add/code/", by="ada",
          sends={"reference": "{unproved}", "code": "1"}, status=422),
    State("mail: code to claim a case", by="ada", before=asked_for_a_code, mail=True),
    State("mail: you have a message", by="ben", before=alerted, mail=True),
]  # fmt: skip
