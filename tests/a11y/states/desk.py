"""The queue and the pages of a case."""

import uuid
from datetime import timedelta

from django.utils import timezone

from casework.cases.models import Case, CaseFile, Message, Note
from casework.scope import ALL, scoped
from tests import factories
from tests.a11y.stage import Stage, State
from tests.a11y.world import answered
from tests.sharing import offered

QUEUE = "/office/cases/"
CASE = "/office/cases/{%s}/"


def today(**later: int) -> dict[str, object]:
    day = timezone.localdate() + timedelta(**later)
    return {"agreed_on_day": day.day, "agreed_on_month": day.month, "agreed_on_year": day.year}


def many_cases(stage: Stage):
    for number in range(30):
        factories.case(
            office=stage.world.offices["east"], subject=f"{stage.world.words.subject} {number}"[:200]
        )


def reply(name: str, **changed: object):
    """What is sent with a reply to this case; `before` reads the version of the case, as the page does."""

    def before(stage: Stage):
        with scoped(ALL):
            stage.names["seen"] = Case.objects.get(pk=stage.world.cases[name].pk).version

    sends = {"once": str(uuid.uuid4()), "seen": "{seen}", "body": "We asked them.", "turn": "office"}
    return {"path": f"{CASE % name}reply/", "by": "ben", "before": before, "sends": sends | changed}


def alert(stage: Stage):
    with scoped(ALL):
        stage.names["message"] = (
            Message.objects.filter(case=stage.world.cases["answered"], alert__isnull=False).last().uuid
        )


def parts_open(stage: Stage):
    """The other office may read a note and a file."""
    with scoped(ALL):
        case = stage.world.cases["shared"]
        parts = {
            "notes": Note.objects.filter(case=case).first(),
            "files": CaseFile.objects.filter(case=case).first(),
        }
    for kind, part in parts.items():
        stage.post(f"{CASE % 'shared'}share/{kind}/{part.uuid}/", {"share": "{in force}", "do": "show"})


def parts_open_to_eve(stage: Stage):
    parts_open(stage)
    stage.sign_in("eve")


def file_waits(stage: Stage):
    """A file of the open case that nobody may open yet."""
    stage.set(CLAMD_URL="tcp://localhost:3310")
    with scoped(ALL):
        CaseFile.objects.update(checked_at=None)
        stage.names["file"] = CaseFile.objects.filter(case=stage.world.cases["open"]).first().uuid


def file_quarantined(stage: Stage):
    file_waits(stage)
    with scoped(ALL):
        CaseFile.objects.update(quarantined_at=timezone.now())


def mailed_offer(stage: Stage):
    offered(stage.world.cases["open"], to=stage.world.offices["south"], by=stage.world.people["ben"])


def nobody_was_told(stage: Stage):
    answered(stage.world.cases["unproved"], stage.world.words, by=stage.world.people["ben"])


STATES = [
    State("queue", QUEUE, by="ben", texts=True),
    State("queue: empty", QUEUE, by="eve"),
    State("queue: many", QUEUE + "?view=all", by="ben", before=many_cases),
    State("queue: all", QUEUE + "?view=all", by="dev", texts=True),
    State("queue: closed", QUEUE + "?view=closed", by="ben", texts=True),
    State("queue: nothing found", QUEUE + "?q=zzz&view=all", by="ben"),
    State("queue: read only", QUEUE + "?view=all", by="fay"),
    State("case", CASE % "open", by="ben", texts=True),
    State("case: answered", CASE % "answered", by="ben", texts=True),
    State("case: third party", CASE % "third", by="ben", texts=True),
    State("case: closed", CASE % "closed", by="ben", texts=True),
    State("case: safe contact", CASE % "safe", by="ben"),
    State("case: unproved", CASE % "unproved", by="ben"),
    State("case: shared with another office", CASE % "shared", by="ben", texts=True),
    State("case: offered to another office", CASE % "offered", by="ben"),
    State("case: passing on", CASE % "passed", by="ben"),
    State("case: read only", CASE % "open", by="fay"),
    State("case: managed", CASE % "open", by="dev"),
    State("case: another office's", CASE % "open", by="cat", status=404),
    State("case: answers", CASE % "open" + "answers/", by="ben", texts=True),
    State("file: waits to be checked", CASE % "open" + "files/{file}/", by="ben", before=file_waits,
          status=403),
    State("file: quarantined", "/my-cases/{open}/files/{file}/", by="ada", before=file_quarantined,
          status=403),
    State("reply: preview", **reply("open", preview="1")),
    State("reply: sent", **reply("open")),
    State("reply: empty", **reply("open", body=""), status=422),
    State("reply: third party not named", **reply("open", turn="third-party"), status=422),
    State("reply: closed meanwhile", **reply("closed"), status=422),
    State("assign", CASE % "open" + "assign/", by="ben", texts=True),
    State("assign: nobody of the office", CASE % "open" + "assign/", by="ben", sends={"owner": "x"}, status=422),
    State("note", CASE % "open" + "note/", by="ben"),
    State("note: empty", CASE % "open" + "note/", by="ben", sends={"body": ""}, status=422),
    State("note: saved", CASE % "open" + "note/", by="ben", sends={"once": str(uuid.uuid4()), "body": "A note."}),
    State("turn", CASE % "open" + "turn/", by="ben"),
    State("turn: refused", CASE % "open" + "turn/", by="ben", status=422,
          sends={"turn": "third-party", "next_on_day": "31", "next_on_month": "2", "next_on_year": "2020"}),
    State("close", CASE % "open" + "close/", by="ben"),
    State("close: empty", CASE % "open" + "close/", by="ben", sends={"outcome": ""}, status=422),
    State("alert again", CASE % "answered" + "messages/{message}/alert-again/", by="ben", before=alert),
    State("share", CASE % "open" + "share/", by="ben"),
    State("share: refused", CASE % "open" + "share/", by="ben", sends={}, status=422),
    State("share: end", CASE % "shared" + "share/end/", by="ben", texts=True),
    State("share: end, refused", CASE % "shared" + "share/end/", by="ben", sends={}, status=422),
    State("transfer", CASE % "open" + "transfer/", by="ben", texts=True),
    State("transfer: refused", CASE % "open" + "transfer/", by="ben", sends={}, status=422),
    State("transfer: take back", CASE % "passed" + "transfer/end/", by="ben"),
    State("transfer: take back, refused", CASE % "passed" + "transfer/end/", by="ben", sends={}, status=422),
    State("shared with us", "/office/shared/", by="eve", texts=True),
    State("shared with us: nothing", "/office/shared/", by="cat"),
    State("shared with us: to answer", "/office/shared/reading/{share}/", by="eve", texts=True),
    State("shared with us: to take on", "/office/shared/taking-on/{transfer}/", by="eve", texts=True),
    State("shared with us: to take on, refused", "/office/shared/taking-on/{transfer}/", by="eve", sends={},
          status=422),
    State("a case shared with us", CASE % "shared", by="eve", texts=True),
    State("case: parts shared", CASE % "shared", by="ben", before=parts_open, texts=True),
    State("a case shared with us: with parts", CASE % "shared", by="ben", before=parts_open_to_eve, texts=True),
    State("a case to call about", CASE % "unproved", by="ben", before=nobody_was_told, texts=True),
    State("code for the person", CASE % "unproved" + "claim-code/", by="ben"),
    State("code for the person: shown", CASE % "unproved" + "claim-code/", by="ben", sends={}),
    State("who read a case", CASE % "open" + "readers/", by="dev", texts=True),
    State("mail: a case is offered", before=mailed_offer, mail=True, texts=True),
]  # fmt: skip
