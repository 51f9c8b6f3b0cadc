"""The doctor says what an installation lacks that `set_up` has made the service of a body."""

from datetime import timedelta

import pytest
from django.db.models import F

from body.models import Body
from casework.offices.models import Office, OfficeMember, Term
from casework.questionnaires.services import close_form
from cms.models import PrivacyPage
from ops import doctor
from ops.doctor import Level


def problems(name):
    return [finding for finding in doctor.CHECKS[name]() if finding.level is not Level.OK]


def test_an_installation_that_is_set_up_lacks_nothing_but_managers(wessex):
    assert {finding.level for finding in problems("set-up")} == {Level.WARNING}
    assert all("has no manager" in finding.text for finding in problems("set-up"))


LACKING = {
    "belongs to no body": lambda: Body.objects.all().delete(),
    "No Member has a seat": lambda: Term.objects.update(ends_on=F("starts_on") + timedelta(days=1)),
    "is not published": lambda: close_form(slug="contact"),
    "There is no privacy notice": lambda: PrivacyPage.objects.get().unpublish(),
}


@pytest.mark.parametrize("words", LACKING)
def test_what_is_lacking_is_named(wessex, words):
    LACKING[words]()
    assert any(words in finding.text for finding in problems("set-up") if finding.level is Level.FAULT)


def test_an_office_without_a_notice_is_named(wessex):
    group = Office.objects.first().group
    Office.objects.create(slug="marsh", name="Marsh", group=group)
    assert any("Marsh has no privacy notice" in finding.text for finding in problems("set-up"))


def test_a_member_without_an_office_is_reported(wessex):
    OfficeMember.objects.filter(member__slug="susan-nunsuch").delete()
    assert any("No one can write to Susan Nunsuch" in finding.text for finding in problems("set-up"))
