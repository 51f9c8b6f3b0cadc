"""Two people on one case: warned before writing, and told what happened meanwhile."""

import uuid

from django.utils import timezone

from casework.cases.models import Case
from casework.cases.presence_services import note_writing
from casework.cases.services import add_note
from casework.scope import ALL, scoped
from tests.a11y.stage import Stage, State

CASE = "/office/cases/{open}/"
REPLY = {"once": str(uuid.uuid4()), "body": "We asked them.", "turn": "office"}
SEEN = {"seen": "{seen}", "looked_at": "{looked}"}


def colleague_writes(stage: Stage):
    with scoped(ALL):
        note_writing(case=stage.world.cases["open"], by=stage.world.people["dev"])


def colleague_noted(stage: Stage):
    """A page was opened, then somebody else wrote a note."""
    case, people = stage.world.cases["open"], stage.world.people
    with scoped(ALL):
        stage.names["seen"] = Case.objects.get(pk=case.pk).version
        stage.names["looked"] = timezone.now().isoformat()
        add_note(case=case, body=stage.world.words.body, by=people["dev"], once=uuid.uuid4())


STATES = [
    State("case: a colleague is writing", CASE, by="ben", before=colleague_writes, texts=True),
    State("case: I am writing", f"{CASE}writing/", by="ben", sends={}),
    State("case: I am writing, text kept", f"{CASE}writing/", by="ben", sends={"body": "Dear Ada"}, texts=True),
    State("reply: something newer", f"{CASE}reply/", by="ben", before=colleague_noted,
          sends=REPLY | SEEN, status=422, texts=True),
    State("turn: something newer", f"{CASE}turn/", by="ben", before=colleague_noted,
          sends=SEEN | {"turn": "third-party", "waiting_on": "Transport for London"}, status=422, texts=True),
    State("close: something newer", f"{CASE}close/", by="ben", before=colleague_noted,
          sends=SEEN | {"outcome": "It is mended."}, status=422, texts=True),
]  # fmt: skip
