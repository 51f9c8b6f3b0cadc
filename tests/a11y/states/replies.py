"""States of the texts for replies, and of replies that are stopped."""

from datetime import timedelta

from django.utils import timezone

from casework.cases.models import Case, PlannedAct, ReplyDraft
from casework.constituents.models import Constituent
from casework.replies.models import OfficeWording, SharedWording
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.a11y.stage import Stage, State

CASE = "/office/cases/{open}/"
TEXTS = "/office/texts/"
SHARED = "/office/administration/texts/"


def texts(stage: Stage):
    """Keep an expired line and a template in an office, and a template for every office."""
    today, words = timezone.localdate(), stage.world.words
    facts = {"language": "English", "owner": stage.world.people["dev"], "review_on": today}
    with scoped(ALL):
        office = stage.world.offices["east"]
        line = OfficeWording.objects.create(
            office=office, kind="line", name=words.subject[:80], body=words.body, **facts,
            expires_on=today - timedelta(days=3),
        )  # fmt: skip
        OfficeWording.objects.create(
            office=office, name="Răspuns", body="Bună ziua {name}", **facts | {"language": "Romanian"}
        )
    shared = SharedWording.objects.create(name="Trams", body="Dear {name}", **facts, format="Easy read")
    stage.names |= {"line": line.uuid, "shared_text": shared.uuid}


def stopped(stage: Stage):
    """Save a draft with an empty field, an expired line, and the wrong language and format."""
    texts(stage)
    case = stage.world.cases["open"]
    with scoped(ALL):
        Constituent.objects.filter(pk=case.constituent_id).update(language="Bengali", format="Large print")
        ReplyDraft.objects.create(
            office=case.office, case=case, author=stage.world.people["ben"], seen=case.version,
            body=f"{{next date}}, {{so}}\n\n{stage.world.words.body}", entered={"turn": ["office"]},
        )  # fmt: skip


def a_day(stage: Stage):
    """Make a case late and another one new, with a draft and a text to check."""
    texts(stage)
    case, ben = stage.world.cases["open"], stage.world.people["ben"]
    with scoped(ALL):
        Case.objects.filter(pk=case.pk).update(assignee=ben, next_on=timezone.localdate() - timedelta(days=2))
        ReplyDraft.objects.create(office=case.office, case=case, author=ben, body=stage.world.words.body)
        OfficeWording.objects.update(owner=ben)


def planned(stage: Stage):
    """Send a reply that goes in two minutes."""
    world = stage.world
    factories.planned_reply(world.cases["open"], author=world.people["ben"], body=world.words.body)


def acts_planned(stage: Stage):
    """Close a case in two minutes, and keep a hand-over that could not be done."""
    case, ben, words = stage.world.cases["open"], stage.world.people["ben"], stage.world.words
    facts = {"office": case.office, "case": case, "author": ben}
    with scoped(ALL):
        PlannedAct.objects.create(
            **facts, act="close", facts={"outcome": words.outcome[:200]},
            due_at=timezone.now() + timedelta(minutes=2),
        )  # fmt: skip
        PlannedAct.objects.create(**facts, act="assign", facts={"name": words.staff})


STATES = [
    State("case: closing can be undone", CASE, by="ben", before=acts_planned, texts=True),
    State("planned", "/office/planned/", by="ben", before=acts_planned, texts=True),
    State("planned: nothing", "/office/planned/", by="ben"),
    State("my day: closing can be undone", "/office/my-day/", by="ben", before=acts_planned),
    State("reply: can be undone", CASE, by="ben", before=planned, texts=True),
    State("my day", "/office/my-day/", by="ben", before=a_day, texts=True),
    State("my day: nothing", "/office/my-day/", by="eve"),
    State("case: in a list", f"{CASE}?list=%3Fview%3Dopen", by="ben", texts=True),
    State("reply: stopped", f"{CASE}?look=check", by="ben", before=stopped, texts=True),
    State("texts: none", TEXTS, by="ben"),
    State("texts", TEXTS, by="dev", before=texts, texts=True),
    State("texts: add", f"{TEXTS}add/", by="dev"),
    State("texts: refused", f"{TEXTS}add/", by="dev", sends={"body": "{{so}}"}, status=422),
    State("texts: change", f"{TEXTS}{{line}}/", by="dev", before=texts, texts=True),
    State("texts: remove", f"{TEXTS}{{line}}/end/", by="dev", before=texts, texts=True),
    State("texts for every office", SHARED, by="administrator", before=texts),
    State("texts for every office: change", f"{SHARED}{{shared_text}}/", by="administrator", before=texts),
    State("texts for every office: remove", f"{SHARED}{{shared_text}}/end/", by="administrator", before=texts),
]  # fmt: skip
