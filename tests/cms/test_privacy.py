"""The privacy notice of each office: a version for each text, for good, and which one somebody was shown."""

import pytest
from django.db import DatabaseError, transaction

from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.offices.models import NoticeVersion
from casework.offices.notices import current_notice, publish_notice
from casework.scope import ALL, scoped
from cms.models import PrivacyPage
from tests import factories


def page():
    return PrivacyPage.objects.get()


def change(words):
    there = page()
    there.body = [("text", f"<p>{words}</p>")]
    there.save_revision().publish()


def test_each_office_has_a_notice_of_its_own(client, site):
    for office in (site.office, site.rival):
        shown = client.get(f"/privacy/{office.slug}/").content.decode()
        assert office.name in shown
    assert site.member.name in client.get(f"/privacy/{site.office.slug}/").content.decode()


def test_another_text_is_another_version_and_the_old_one_stays(client, site):
    change("We keep it for one year.")
    change("We keep it for two years.")
    now = client.get("/privacy/labour-east/").content.decode()
    assert "two years" in now
    assert "one year" not in now
    old = client.get("/privacy/labour-east/2/").content.decode()
    assert "one year" in old
    assert "This is an old notice" in old


def test_publishing_the_same_text_again_makes_no_version(site):
    before = NoticeVersion.objects.count()
    page().save_revision().publish()
    assert NoticeVersion.objects.count() == before


def test_words_for_one_office_change_its_notice_alone(client, site):
    there = page()
    there.offices = [("office", {"office": "labour-east", "text": "<p>We have a safe room.</p>"})]
    there.save_revision().publish()
    assert current_notice(site.office).number == 2
    assert current_notice(site.rival).number == 1
    assert "safe room" in client.get("/privacy/labour-east/").content.decode()


@pytest.mark.parametrize("change", [{"text": "x"}, {"number": 9}])
def test_a_version_never_changes(site, change):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        NoticeVersion.objects.filter(office=site.office).update(**change)


@pytest.mark.parametrize("path", ["nobody/", "labour-east/99/", "labour-east/0/"])
def test_there_is_no_notice_of_nobody(client, site, path):
    assert client.get(f"/privacy/{path}").status_code == 404


def test_the_log_keeps_which_notice_somebody_was_shown(site):
    publish_notice(office=site.office, text="<p>Later.</p>")
    case = factories.case(office=site.office, raised_by=site.ada, notice=current_notice(site.office))
    with scoped(ALL):
        entry = Entry.objects.get(verb=Verb.CASE_OPENED, subject=case.reference)
    assert entry.detail == {"notice": 2}
