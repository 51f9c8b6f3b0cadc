"""States of guides to topics: beside a case, in their list, and where managers and administrators keep them."""

from datetime import timedelta

from django.utils import timezone

from casework.cases.models import Case, ChecklistTick, OfficeGuide, SharedGuide, Topic
from casework.wall.scope import ALL, scoped
from tests.a11y.stage import Stage, State

CASE = "/office/cases/{open}/"
GUIDES = "/office/guides/"
SHARED = "/office/administration/guides/"
LATER = timezone.localdate() + timedelta(days=30)
OLDER = {
    "topic": "lifts-and-stations", "questions": "Since when?", "seen": "2026-01-01T12:00:00+00:00",
    "review_on_day": str(LATER.day), "review_on_month": str(LATER.month), "review_on_year": str(LATER.year),
}  # fmt: skip


def guides(stage: Stage):
    """Keep a guide of the office and one for every office to the topic of a case, with a step ticked."""
    case, words, today = stage.world.cases["open"], stage.world.words, timezone.localdate()
    dev = stage.world.people["dev"]
    with scoped(ALL):
        topic = Topic.objects.create(slug="lifts-and-stations", name="Lifts and stations", public=True)
        Case.objects.filter(pk=case.pk).update(topic=topic, sensitive=True)
        own = OfficeGuide.objects.create(
            office=case.office, topic=topic, owner=dev, review_on=today, member_can=words.body,
            checklist=f"{words.subject[:200]}\nAsk for help until then",
        )  # fmt: skip
        ChecklistTick.objects.create(office=case.office, case=case, step=words.subject[:200], by=dev)
    shared = SharedGuide.objects.create(
        topic=topic, review_on=today + timedelta(days=90), others_can=words.body, checklist="Ask the operator",
        questions=f"{words.subject[:200]}\nSince when?",
    )  # fmt: skip
    stage.names |= {"guide": own.uuid, "shared_guide": shared.uuid}


STATES = [
    State("guides: beside a case", CASE, by="ben", before=guides, texts=True),
    State("guides: for someone who only reads", CASE, by="fay", before=guides),
    State("guides: to check, in my day", "/office/my-day/", by="dev", before=guides),
    State(
        "guides: to check, for administrators", "/office/administration/", by="administrator", before=guides
    ),
    State("guides: none", GUIDES, by="ben"),
    State("guides: list", GUIDES, by="dev", before=guides, texts=True),
    State("guides: add", f"{GUIDES}add/", by="dev"),
    State("guides: refused", f"{GUIDES}add/", by="dev", sends={"checklist": "x" * 201}, status=422),
    State("guides: change", f"{GUIDES}{{guide}}/", by="dev", before=guides, texts=True),
    State(
        "guides: someone else changed it",
        f"{GUIDES}{{guide}}/",
        by="dev",
        before=guides,
        sends=OLDER,
        status=422,
    ),
    State("guides: remove", f"{GUIDES}{{guide}}/remove/", by="dev", before=guides, texts=True),
    State("guides for every office", SHARED, by="administrator", before=guides),
    State("guides for every office: change", f"{SHARED}{{shared_guide}}/", by="administrator", before=guides),
    State(
        "guides for every office: remove",
        f"{SHARED}{{shared_guide}}/remove/",
        by="administrator",
        before=guides,
    ),
]
