"""Tests of the privacy notice of each office and its immutable versions."""

import pytest
from django.db import DatabaseError, transaction

from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.offices.models import NoticeVersion
from casework.offices.notices import current_notice, publish_notice
from casework.wall.scope import ALL, scoped
from cms.models import PrivacyPage
from tests import factories


def page():
    return PrivacyPage.objects.get()


def publish_text(words):
    privacy_page = page()
    privacy_page.body = [("text", f"<p>{words}</p>")]
    privacy_page.save_revision().publish()


def test_each_office_has_its_own_notice(client, site):
    for office in (site.office, site.rival):
        shown = client.get(f"/privacy/{office.slug}/").content.decode()
        assert office.name in shown
    assert site.member.name in client.get(f"/privacy/{site.office.slug}/").content.decode()


def test_changed_text_creates_a_version_and_the_old_one_remains(client, site):
    publish_text("We keep it for one year.")
    publish_text("We keep it for two years.")
    now = client.get("/privacy/labour-east/").content.decode()
    assert "two years" in now
    assert "one year" not in now
    old = client.get("/privacy/labour-east/2/").content.decode()
    assert "one year" in old
    assert "This is an old notice" in old


def test_publishing_the_same_text_creates_no_version(site):
    before = NoticeVersion.objects.count()
    page().save_revision().publish()
    assert NoticeVersion.objects.count() == before


def test_text_for_one_office_changes_only_its_notice(client, site):
    privacy_page = page()
    privacy_page.offices = [("office", {"office": "labour-east", "text": "<p>We have a safe room.</p>"})]
    privacy_page.save_revision().publish()
    assert current_notice(site.office).number == 2
    assert current_notice(site.rival).number == 1
    assert "safe room" in client.get("/privacy/labour-east/").content.decode()


@pytest.mark.parametrize("publish_text", [{"text": "x"}, {"number": 9}])
def test_notice_version_cannot_be_updated(site, publish_text):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        NoticeVersion.objects.filter(office=site.office).update(**publish_text)


@pytest.mark.parametrize("path", ["nobody/", "labour-east/99/", "labour-east/0/"])
def test_unknown_office_or_version_returns_404(client, site, path):
    assert client.get(f"/privacy/{path}").status_code == 404


def test_audit_entry_of_a_case_records_the_notice_version(site):
    publish_notice(office=site.office, text="<p>Later.</p>")
    case = factories.case(office=site.office, raised_by=site.ada, notice=current_notice(site.office))
    with scoped(ALL):
        entry = Entry.objects.get(verb=Verb.CASE_OPENED, subject=case.reference)
    assert entry.detail == {"notice": 2}
