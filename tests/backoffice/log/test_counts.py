"""The counts of the log that administrators see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.log.words import Kind, kind_of
from casework.audit.models import Entry, Unsealed
from casework.audit.reading import ACCESS
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.wall.scope import ALL, scoped
from tests import factories

NUMBERS = "/office/administration/log/"


def test_administrator_sees_counts_and_acts_without_case_data(desk, assembly, ben, case):
    desk(ben).get(f"/office/cases/{case.reference}/")
    with scoped(ALL):
        record(
            Verb.MEMBERSHIP_ENDED, by=ben, office=case.office_id, subject="a-paper", reason="Private words"
        )
        record(Verb.LOG_EXPORTED, by=ben, office=case.office_id, reason="Private words")
    page = desk(factories.staff("Boss", is_administrator=True)).get(NUMBERS)
    [today] = page.context["days"]
    assert [count for _kind, count in today["counts"][:2]] == [1, 1]  # reading, and work on cases
    assert [(str(act["who"]), act["what"], str(act["office"])) for act in page.context["acts"]] == [
        ("Ben", "Ended the work of someone in the office", "Labour East")
    ]
    for private in (case.reference, case.subject, "Private words", "a-paper"):
        assert private not in page.text


def test_invitation_is_listed_without_person_and_role(desk, assembly, ben, case):
    with scoped(ALL):
        record(Verb.INVITATION_SENT, by=ben, office=case.office_id, role="manager")
    page = desk(factories.staff("Boss", is_administrator=True)).get(NUMBERS)
    assert [act["what"] for act in page.context["acts"]] == ["Invited someone"]


def test_counts_are_summed_over_all_offices(desk, assembly, ben, case):
    factories.case(office=assembly.rival)
    page = desk(factories.staff("Boss", is_administrator=True)).get(NUMBERS)
    [today] = page.context["days"]
    assert today["counts"][1][1] == 2  # the sum of both offices


def test_administrator_sees_whether_the_log_is_sealed(desk, case):
    boss = desk(factories.staff("Boss", is_administrator=True))
    assert "All entries of the log are sealed" in boss.get(NUMBERS).text
    with scoped(ALL):
        old = Entry.objects.create(verb=Verb.SIGNED_IN, at=timezone.now() - timedelta(minutes=2))
        Unsealed.objects.create(entry=old)
    assert "See that the worker runs" in boss.get(NUMBERS).text


@pytest.mark.parametrize("who", ["dev", "ben", "ada"])
def test_counts_are_404_for_everyone_but_administrators(desk, assembly, who):
    assert desk(getattr(assembly, who)).get(NUMBERS).status_code == 404


def test_every_verb_is_listed_or_counted_for_administrators():
    neither = {verb for verb in Verb if verb not in ACCESS and kind_of(verb) == Kind.ACCESS}
    assert neither == set()
