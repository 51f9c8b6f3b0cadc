"""States of two people who work on one case at the same time."""

import uuid

from django.utils import timezone

from casework.cases.models import Case, DraftFile, ReplyDraft
from casework.cases.services.messages.message import add_note
from casework.cases.services.messages.presence import note_writing
from casework.wall.scope import ALL, scoped
from tests.a11y.stage import Stage, State

CASE = "/office/cases/{open}/"
REPLY = {"once": str(uuid.uuid4()), "body": "We asked them.", "turn": "office"}
SEEN = {"seen": "{seen}", "looked_at": "{looked}"}


def colleague_writes(stage: Stage):
    with scoped(ALL):
        note_writing(case=stage.world.cases["open"], by=stage.world.people["dev"])


def colleague_noted(stage: Stage):
    """Open a page, then add a note as another person."""
    case, people = stage.world.cases["open"], stage.world.people
    with scoped(ALL):
        stage.names["seen"] = Case.objects.get(pk=case.pk).version
        stage.names["looked"] = timezone.now().isoformat()
        add_note(case=case, body=stage.world.words.body, by=people["dev"], once=uuid.uuid4())


def two_drafts(stage: Stage):
    """Save a draft of one person with a file, and an older one of another person."""
    case, people = stage.world.cases["open"], stage.world.people
    facts = {"office": case.office, "case": case, "body": stage.world.words.body}
    with scoped(ALL):
        ReplyDraft.objects.create(author=people["dev"], **facts)
        draft = ReplyDraft.objects.create(author=people["ben"], **facts)
        DraftFile.objects.create(
            office=case.office, case=case, draft=draft, key="0" * 32, name="letter.pdf",
            content_type="application/pdf", size=12_000, sha256="0" * 64,
        )  # fmt: skip
    stage.names["draft"] = draft.uuid


STATES = [
    State("case: a colleague is writing", CASE, by="ben", before=colleague_writes, texts=True),
    State("reply: draft saved", f"{CASE}draft/", by="ben", sends={"body": "Dear Ada"}, texts=True),
    State("reply: drafts of two people", CASE, by="ben", before=two_drafts, texts=True),
    State("reply: throw a draft away", f"{CASE}drafts/{{draft}}/throw-away/", by="ben", before=two_drafts, texts=True),
    State("reply: edit conflict", f"{CASE}reply/", by="ben", before=colleague_noted,
          sends=REPLY | SEEN, texts=True),
    State("turn: edit conflict", f"{CASE}turn/", by="ben", before=colleague_noted,
          sends=SEEN | {"turn": "third-party", "waiting_on": "Transport for London"}, status=422, texts=True),
    State("close: edit conflict", f"{CASE}close/", by="ben", before=colleague_noted,
          sends=SEEN | {"outcome": "It is mended."}, status=422, texts=True),
]  # fmt: skip
