"""States of the queue and the pages of a case."""

import uuid
from datetime import timedelta
from urllib.parse import quote

from django.utils import timezone

from accounts.sessions.half_typed import FIELD
from backoffice.my_day import lists
from casework.cases.models import Case, CaseFile, ContactTask, Deadline, Message, NewsMail, Note
from casework.cases.services.alerts.address import question_of
from casework.cases.services.alerts.contact_task import answer_question
from casework.cases.services.deadlines.reminder import remind_of_due
from casework.cases.services.messages.message import add_note
from casework.cases.services.queue.news import choose, tell_of_news
from casework.constituents.services import add_contact_point
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.a11y.stage import Stage, State
from tests.a11y.world import answered, photo
from tests.sharing import offered

QUEUE = "/office/cases/"
SEARCH, CONTACT = "/office/search/", "/office/contacts/"
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
    """Return `sends` of a reply to this case and a `before` that reads its version."""

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
    """Share a note and a file with the other office."""
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
    """Add a file that waits for its scan to the open case."""
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


def leave_note(stage: Stage):
    """Leave the page of a note by a link, as its script sees it."""
    stage.post(CASE % "open" + "note/", {"body": "Rang the operator.", FIELD: "yes"})


def nobody_was_told(stage: Stage):
    with scoped(ALL):
        answered(stage.world.cases["unproved"], stage.world.words, by=stage.world.people["ben"])


def subject_typed(stage: Stage):
    stage.names["word"] = quote(stage.world.words.subject[:30])


def view_saved(stage: Stage):
    stage.post(QUEUE + "views/", {"name": "Late on buses", "whose": "own", "office": "labour-east",
                                  "list": "?due=late"})  # fmt: skip


def noted(stage: Stage):
    """Write a note with a word that is nowhere else."""
    with scoped(ALL):
        case = stage.world.cases["closed"]
        add_note(case=case, body=f"Ask the canal trust. {stage.world.words.body}"[:2000],
                 by=stage.world.people["ben"], once=uuid.uuid4())  # fmt: skip
    stage.names["word"] = "canal"


def left_alone(stage: Stage):
    with scoped(ALL):
        Case.objects.update(unassigned_since=timezone.now() - timedelta(days=9))


def mailed_news(stage: Stage):
    ben = stage.world.people["ben"]
    choose(user=ben, how=NewsMail.How.AT_ONCE)
    factories.case(office=stage.world.offices["east"])
    tell_of_news(user=ben)


def reminded(stage: Stage):
    """Remind ben of a case that is due today."""
    ben = stage.world.people["ben"]
    with scoped(ALL):
        open_case = Case.objects.filter(pk=stage.world.cases["open"].pk)
        open_case.update(assignee=ben, next_on=timezone.localdate())
    remind_of_due(user=ben)


def late(stage: Stage):
    """Let the cases of ben be late, due today and to chase."""
    today, ben = timezone.localdate(), stage.world.people["ben"]
    with scoped(ALL):
        ours = Case.objects.open().filter(office=stage.world.offices["east"])
        ours.update(assignee=ben)
        for case, days in zip(ours.order_by("pk"), (9, 0, 1), strict=False):
            Deadline.objects.update_or_create(
                office=case.office, case=case, kind=Deadline.Kind.ANSWER,
                defaults={"by": today - timedelta(days=days)},
            )  # fmt: skip


def many_of_no_one(stage: Stage):
    """Open more cases than My day shows of those that have no owner."""
    for _ in range(lists.NO_ONES + 1):
        factories.case(office=stage.world.offices["east"])


def address_disowned(stage: Stage):
    """Have someone at the address on a case say that they did not contact us."""
    with scoped(ALL):
        case = Case.objects.select_related("constituent").get(pk=stage.world.cases["unproved"].pk)
        point = add_contact_point(constituent=case.constituent, kind="email", value="home@london.example")
        question_of(point)
        answer_question(question=point.question, theirs=False)
        stage.names["task"] = ContactTask.objects.get(case=case, why="not-theirs").uuid


STATES = [
    State("queue", QUEUE, by="ben", texts=True),
    State("queue: new to me", QUEUE + "?view=new", by="ben", texts=True),
    State("queue: nothing new", QUEUE + "?view=new", by="eve"),
    State("queue: covering for no one", QUEUE + "?view=covering", by="ben"),
    State("queue: left alone", QUEUE, by="ben", before=left_alone, texts=True),
    State("emails about new things", "/office/team/news/", by="ben"),
    State("emails about new things: nothing chosen", "/office/team/news/", by="ben", sends={}, status=422),
    State("single keys: off", "/office/team/keys/", by="ben"),
    State("single keys: on", "/office/team/keys/", by="ben", sends={"all": "yes"}),
    State("single keys: refused", "/office/team/keys/", by="ben", sends={"keys": "q"}, status=422),
    State("mail: something due", before=reminded, mail=True),
    State("queue: late", QUEUE + "?deadline=today&sort=deadline", by="ben", before=late, texts=True),
    State("my day: late", "/office/my-day/", by="ben", before=late, texts=True),
    State("my day: many of no one", "/office/my-day/", by="ben", before=many_of_no_one),
    State("mail: something new", before=mailed_news, mail=True),
    State("queue: empty", QUEUE, by="eve"),
    State("queue: many", QUEUE + "?view=all", by="ben", before=many_cases),
    State("queue: all", QUEUE + "?view=all", by="dev", texts=True),
    State("queue: closed", QUEUE + "?view=closed", by="ben", texts=True),
    State("queue: nothing found", QUEUE + "?q=zzz&view=all", by="ben"),
    State("go to", "/office/go-to/", by="dev"),
    State("go to: read only", "/office/go-to/", by="fay"),
    State("queue: read only", QUEUE + "?view=all", by="fay"),
    State("saved views", QUEUE + "views/?list=%3Fview%3Dmine", by="ben"),
    State("saved views: saved", QUEUE + "views/", by="ben", before=view_saved, sends={"name": ""}, status=422),
    State("queue: saved view", QUEUE, by="ben", before=view_saved),
    State("several: assign", f"{QUEUE}several/?do=assign&case={{open}}&case={{third}}", by="ben", texts=True),
    State("several: turn", QUEUE + "several/?do=turn&case={open}", by="ben"),
    State("several: date", QUEUE + "several/?do=date&case={open}", by="ben"),
    State("several: close, refused", QUEUE + "several/", by="ben", sends={"do": "close", "case": "{open}"}, status=422),
    State("several: closed", QUEUE + "several/", by="ben",
          sends={"do": "close", "case": "{open}", "outcome": "It is mended."}),
    State("log a call", CONTACT, by="ben"),
    State("log a call: found", CONTACT, by="ben", sends={"find": "yes", "who": "{open}"}, texts=True),
    State("log a call: found another", CONTACT, by="ben",
          sends={"find": "yes", "who": "{third}", "about": "case:{open}"}),
    State("log a call: nothing found", CONTACT, by="ben", sends={"find": "yes", "who": "zzz"}),
    State("log a call: refused", CONTACT, by="ben", status=422,
          sends={"who": "{open}", "about": "new", "turn": "third-party", "safe": "sometimes"}),
    State("log a call: saved", CONTACT, by="ben", texts=True,
          sends={"once": str(uuid.uuid4()), "about": "case:{open}", "channel": "phone", "body": "They called.",
                 "risk": "none", "safe": "yes", "turn": "office", "kind": "problem", "nature": "casework"}),
    State("log a call: people", CONTACT + "people/?q={open}", by="ben", looks=False),
    State("facts", CASE % "open" + "facts/", by="ben", texts=True),
    State("facts: refused", CASE % "unproved" + "facts/", by="ben", sends={"subject": "", "new_email": "no at"},
          status=422),
    State("desk search", SEARCH, by="ben"),
    State("desk search: found", SEARCH + "?q={word}", by="ben", before=subject_typed, texts=True),
    State("desk search: found in a note", SEARCH + "?q={word}", by="ben", before=noted, texts=True),
    State("desk search: filtered", SEARCH + "?q={word}&status=closed&turn=office", by="ben", before=noted),
    State("desk search: nothing found", SEARCH + "?q=zzz", by="ben"),
    State("desk search: shared with us", SEARCH + "?q={word}", by="eve", before=subject_typed, texts=True),
    State("desk search: suggestions", SEARCH + "suggestions/?q={word}", by="ben", before=noted, looks=False),
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
    State("reply: preview with a file", **reply("open", preview="Preview", files=photo("lift.png"))),
    State("reply: sent", **reply("open")),
    State("reply: empty", **reply("open", body="")),
    State("reply: third party not named", **reply("open", turn="third-party")),
    State("reply: closed meanwhile", **reply("closed")),
    State("assign", CASE % "open" + "assign/", by="ben", texts=True),
    State("assign: nobody of the office", CASE % "open" + "assign/", by="ben", sends={"owner": "x"}, status=422),
    State("note", CASE % "open" + "note/", by="ben"),
    State("note: left half typed", CASE % "open" + "note/", by="ben", before=leave_note),
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
    State("code for the person", CASE % "unproved" + "account-link/", by="ben"),
    State("code for the person: shown", CASE % "unproved" + "account-link/", by="ben", sends={}),
    State("tracking code?", CASE % "unproved" + "tracking-code/", by="ben"),
    State("tracking code: shown", CASE % "unproved" + "tracking-code/", by="ben", sends={}),
    State("an address typed wrong", CASE % "unproved", by="ben", before=address_disowned),
    State("an address typed wrong: shown", CASE % "unproved" + "contact-tasks/{task}/address/", by="ben",
          before=address_disowned, sends={}),
    State("an address typed wrong: nothing typed", CASE % "unproved" + "contact-tasks/{task}/correct-address/",
          by="ben", before=address_disowned, sends={}, status=422),
    State("an address typed wrong: corrected", CASE % "unproved" + "contact-tasks/{task}/correct-address/",
          by="ben", before=address_disowned, sends={"address": "right@london.example"}),
    State("who read a case", CASE % "open" + "readers/", by="dev", texts=True),
    State("mail: a case is offered", before=mailed_offer, mail=True, texts=True),
]  # fmt: skip
