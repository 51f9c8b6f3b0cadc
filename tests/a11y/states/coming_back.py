"""States of coming back to unsent answers."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

from django.utils import timezone

from casework.outbox.models import OutboxMessage
from casework.questionnaires.models import Submission
from casework.questionnaires.resume import remind_of_deletion
from casework.wall.scope import ALL, scoped
from tests.a11y.stage import Stage, State

from .raise_case import FORM, until

LATER = f"{FORM}later/"
CODE = "/come-back/code/"
HERS = "amina@london.example"


def asked_for_a_link(stage: Stage):
    until("details")(stage)
    stage.post(LATER, {"email": HERS})


def link(stage: Stage):
    """Request a link, and replace the client to open it in another browser."""
    asked_for_a_link(stage)
    with scoped(ALL):
        raw = bytes(OutboxMessage.objects.latest("pk").raw)
    text = message_from_bytes(raw, policy=policy.default).get_body(("plain",)).get_content()
    stage.names["link"] = re.search(r"https?://\S+(/come-back/\S+/)", text).group(1)
    stage.client = type(stage.client)(raise_request_exception=False)


def code(stage: Stage):
    link(stage)
    stage.post("{link}", {})


def begun_signed_in(stage: Stage):
    until("details")(stage)
    stage.names["unfinished"] = Submission.objects.get().uuid


def begun_a_while_ago(stage: Stage):
    until("details")(stage)
    Submission.objects.update(saved_at=timezone.now() - timedelta(days=2))


def soon_deleted(stage: Stage):
    begun_signed_in(stage)
    now = timezone.now()
    Submission.objects.update(expires_at=now + timedelta(days=1), saved_at=now - timedelta(days=2))
    remind_of_deletion()


STATES = [
    State("later: a link is sent", LATER, before=until("details"), sends={"email": HERS}),
    State("later: no address", LATER, before=until("details"), sends={"email": "no at"}, status=422),
    State("come back", "{link}", before=link),
    State("come back: code", CODE, before=code, step=True),
    State("come back: wrong code", CODE, before=code, sends={"code": "00000000"}, status=422, step=True),
    State("come back: over", "/come-back/no-such-link/", status=410),
    State("come back: mine", "/come-back/mine/{unfinished}/", by="ada", before=begun_signed_in),
    State("my cases: not sent yet", "/my-cases/", by="ada", before=begun_signed_in),
    State("raise a case: after a pause", f"{FORM}details/", before=begun_a_while_ago),
    State("mail: link to come back", before=asked_for_a_link, mail=True),
    State("mail: deleted soon", by="ada", before=soon_deleted, mail=True),
]
