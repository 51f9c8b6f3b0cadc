"""Clicks and keys of the tasks of a day: within what was asked, and as `docs/desk-speed.md` says."""

import os
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.services import choose_keys
from casework.cases.models import Case, Message, ReplyDraft, Topic
from casework.cases.services.case import assign, close_case
from casework.cases.services.messages.sign_off import ask_for_sign_off
from casework.cases.services.search import index_person
from casework.cases.turns import Turn
from casework.constituents.models import Constituent
from casework.offices.models import Office
from casework.replies.models import OfficeWording
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.backoffice.speed.document import PATH, differences, document
from tests.backoffice.speed.tasks import TASKS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WIDE = {"width": 1280, "height": 900}
ROMANIAN = "Bună ziua {name}, am întrebat operatorul."


class World:
    """An office with a queue, and what single tasks need."""

    def __init__(self, assembly, signed_in):
        self.assembly, self.signed_in = assembly, signed_in
        self.office = assembly.office
        with scoped(ALL):
            Topic.objects.create(slug="transport", name="Transport", public=True)
            for number in range(26):
                factories.case(office=self.office, subject=f"Lift {number}")
            self.romanian = self._case_of("Ioana Popescu", language="Romanian")
            self._case_of("Siobhán O’Neil-Łukasz")
            self.closed = close_case(case=self._case_of("Joseph Lim"), outcome="Mended", by=assembly.ben)
            self._wording()
            gus = factories.staff("Gus", office=self.office)
            for _number in range(5):
                assign(case=self._case_of("Person of Gus"), to=gus, by=assembly.dev)
        choose_keys(user=assembly.ben, keys=list("/jkoxarntcg?"))

    def _case_of(self, name, **facts):
        case = factories.case(office=self.office, subject=f"Case of {name}")
        Constituent.objects.filter(pk=case.constituent_id).update(name=name, **facts)
        case.constituent.refresh_from_db()
        index_person(case.constituent)
        return case

    def _wording(self):
        OfficeWording.objects.create(
            office=self.office, name="Am întrebat operatorul", language="Romanian", body=ROMANIAN,
            owner=self.assembly.dev, review_on=timezone.localdate() + timedelta(days=90),
        )  # fmt: skip

    def page(self, name, address, viewport=WIDE):
        page = self.signed_in(getattr(self.assembly, name), viewport=viewport)
        page.goto(address)
        return page

    def waits_for_sign_off(self):
        """Let replies of the office need sign-off, and have one wait for it."""
        with scoped(ALL):
            Office.objects.filter(pk=self.office.pk).update(sign_off="managers")
            case = self._case_of("Stella Martin")
            draft = ReplyDraft.objects.create(
                office=self.office,
                case=case,
                author=self.assembly.ben,
                body="Signed off on a phone.",
                seen=case.version,
            )
            ask_for_sign_off(
                draft=draft, by=self.assembly.ben, turn=Turn.CONSTITUENT, once=uuid.uuid4(), seen=case.version
            )

    def replies(self, body):
        with scoped(ALL):
            return Message.objects.filter(body=body, direction="out").count()

    def assigned(self):
        with scoped(ALL):
            return Case.objects.exclude(assignee=None).count()


def test_clicks_and_keys_are_within_what_was_asked_and_as_documented(assembly, signed_in):
    world, found = World(assembly, signed_in), {}
    for name, task in TASKS.items():
        if "sign off" in name.casefold():
            world.waits_for_sign_off()
        found[name] = task(world)
    answer, keyboard, call = (list(found.values())[place] for place in (0, 1, 5))
    assert answer.clicks <= 3
    assert keyboard.clicks == 0
    assert call.actions <= 25
    assert call.estimate <= 60
    if os.environ.get("DESK_SPEED") == "write":
        PATH.write_text(document(found))
    assert differences(found) == [], "docs/desk-speed.md is not up to date. Run with DESK_SPEED=write"
