"""States of authority: in the back office, in one's own cases, and for the person who gives it."""

import uuid
from datetime import timedelta

from django.utils import timezone

from casework.cases.models import Case
from casework.cases.services.authority.answer import agree, refuse
from casework.cases.services.authority.authority import begin, hash_of
from casework.cases.tasks.authority import remind_of_ending
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from tests.a11y.stage import Stage, State
from tests.authority import about, asked
from tests.codes import code_of

DESK = "/office/cases/{open}/"
PERMISSION = f"{DESK}permission/"
MINE = "/my-cases/{open}/"


def for_mother(stage: Stage):
    case = stage.world.cases["open"]
    with scoped(ALL):
        begin(case=Case.objects.get(pk=case.pk), about=about(name=stage.world.words.person), by=None)


def link_sent(stage: Stage, **more):
    for_mother(stage)
    with scoped(ALL):
        case = Case.objects.get(pk=stage.world.cases["open"].pk)
    stage.names["token"] = asked(case, stage.world.people["ben"], **more)


def given(stage: Stage):
    link_sent(stage)
    agree(link=hash_of(str(stage.names["token"])))


def given_to_read(stage: Stage):
    link_sent(stage, what="read")
    agree(link=hash_of(str(stage.names["token"])))


def refused(stage: Stage):
    link_sent(stage)
    refuse(link=hash_of(str(stage.names["token"])))


def refused_after_a_yes(stage: Stage):
    given(stage)
    refuse(link=hash_of(str(stage.names["token"])))


def ends_soon(stage: Stage):
    link_sent(stage, days=5)
    agree(link=hash_of(str(stage.names["token"])))
    remind_of_ending()


def code_sent(stage: Stage):
    link_sent(stage)
    stage.post("/permission/{token}/", {})


def code_typed(stage: Stage, before=link_sent):
    before(stage)
    stage.post("/permission/{token}/", {})
    with scoped(ALL):
        raw = bytes(OutboxMessage.objects.filter(purpose="authority.code").latest("pk").raw).decode()
    stage.post("/permission/code/", {"code": code_of(raw)})


def code_typed_after_a_yes(stage: Stage):
    code_typed(stage, given)


def last_day(days: int) -> dict[str, object]:
    day = timezone.localdate() + timedelta(days=days)
    return {"last_day_day": day.day, "last_day_month": day.month, "last_day_year": day.year}


LINK = {"address": "mother@london.example", "checked": "met", "is_theirs": "on", "what": "write"}
STATES = [
    State("case for another: no permission", DESK, by="ben", before=for_mother, texts=True),
    State("case for another: with permission", DESK, by="ben", before=given, texts=True),
    State("permission: nobody asked", PERMISSION, by="ben", before=for_mother, texts=True),
    State("permission: link sent", PERMISSION, by="ben", before=link_sent, texts=True),
    State("permission: given", PERMISSION, by="ben", before=given, texts=True),
    State("permission: refused", PERMISSION, by="ben", before=refused, texts=True),
    State("permission: link", f"{PERMISSION}link/", by="ben", before=for_mother),
    State("permission: link, nothing filled in", f"{PERMISSION}link/", by="ben", before=for_mother,
          sends={}, status=422),
    State("permission: link goes", f"{PERMISSION}link/", by="ben", before=for_mother, sends=LINK | last_day(30)),
    State("permission: letter recorded?", f"{PERMISSION}paper/", by="ben", before=for_mother),
    State("permission: letter, nothing filled in", f"{PERMISSION}paper/", by="ben", before=for_mother,
          sends={}, status=422),
    State("permission: end it?", f"{PERMISSION}end/", by="ben", before=given, texts=True),
    State("permission: ended", f"{PERMISSION}end/", by="ben", before=given, sends={}),
    State("permission: message that says nothing", f"{PERMISSION}message/", by="ben", before=for_mother,
          sends={"once": str(uuid.uuid4()), "fixed": "ask"}),
    State("permission letter at the desk", f"{PERMISSION}letter/", by="ben", before=for_mother, texts=True),
    State("permission letter at the desk: large, a language that is off",
          f"{PERMISSION}letter/?language=ar&size=large", by="ben", before=for_mother, texts=True),
    State("my case: waits for permission", MINE, by="ada", before=for_mother, texts=True),
    State("my case: for another, to read", MINE, by="ada", before=given_to_read, texts=True),
    State("my cases: one waits for permission", "/my-cases/", by="ada", before=for_mother, texts=True),
    State("my case: permission letter", f"{MINE}permission-letter/", by="ada", before=for_mother),
    State("my case: permission letter, large", f"{MINE}permission-letter/?size=large", by="ada", before=for_mother),
    State("permissions of an office", "/office/permissions/", by="ben", before=given, texts=True),
    State("permissions of an office: none", "/office/permissions/", by="ben"),
    State("my permissions: none", "/my-cases/permissions/", by="ada"),
    State("my permissions: one waits", "/my-cases/permissions/", by="ada", before=for_mother, texts=True),
    State("my permissions: one in force", "/my-cases/permissions/", by="ada", before=given, texts=True),
    State("my cases: one with permission", "/my-cases/", by="ada", before=given, texts=True),
    State("asked: the button", "/permission/{token}/", before=link_sent),
    State("asked: the code", "/permission/code/", before=code_sent),
    State("asked: wrong code", "/permission/code/", before=code_sent, sends={"code": "1"}, status=422),
    State("asked: the question", "/permission/answer/", before=code_typed),
    State("asked: no answer", "/permission/answer/", before=code_typed, sends={}, status=422),
    State("asked: yes", "/permission/answer/", before=code_typed, sends={"answer": "yes"}),
    State("asked: no", "/permission/answer/", before=code_typed, sends={"answer": "no"}),
    State("asked: given before", "/permission/answer/", before=code_typed_after_a_yes),
    State("mail: may another speak for you", by="ben", before=link_sent, mail=True),
    State("mail: code for a permission", by="ben", before=code_sent, mail=True),
    State("mail: permission given", by="ben", before=given, mail=True),
    State("mail: permission over", by="ben", before=refused_after_a_yes, mail=True),
    State("mail: a permission ends soon", by="ben", before=ends_soon, mail=True),
]  # fmt: skip
