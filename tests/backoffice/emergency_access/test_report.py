"""What the office sees of emergency access: the banner, the pages read, and the report."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from casework.audit.verbs import Verb
from casework.offices.access import emergency_access, emergency_report
from casework.offices.models import EmergencyAccess
from casework.wall.scope import ALL, scoped
from config import middleware
from tests.backoffice.emergency_access.pages import ASK, WHY, access_url, case_page, log_of, of_other, text_of
from tests.guards import by_someone_else


def test_banner_is_on_every_page_for_managers_and_on_the_team_page_for_staff(desk, open_now, assembly):
    words = "an administrator, reads the cases of Labour East"
    for address in ("/office/cases/", "/office/team/", "/office/team/invite/"):
        page = desk(assembly.dev).get(address).text
        assert words in page, address
        assert page.count("End this access now") == 1
    colleague = desk(assembly.ben)
    assert words not in colleague.get("/office/cases/").text
    assert words in colleague.get("/office/team/").text
    assert words not in desk(assembly.cat).get("/office/cases/").text


def test_every_page_seen_is_recorded_and_listed_for_managers(desk, boss, open_now, dev, case):
    client = desk(boss)
    for address in ("/office/cases/", case_page(case), f"{case_page(case)}answers/", "/office/team/", ASK):
        assert client.get(address).status_code == 200
    client.get(reverse("backoffice:case_detail", args=["LA-2222-2222"]))
    page = desk(dev).get(access_url(open_now))
    seen = [(row["page"].reference, str(row["words"])) for row in page.context["seen"]]
    assert seen == [
        ("", "The queue"),
        (case.reference, "A case"),
        (case.reference, "The answers of a case"),
        ("", "The team"),
    ]
    assert WHY in page.text


def test_page_requested_while_access_is_approved_is_recorded(desk, boss, ask, dev, case, monkeypatch):
    client, access, resolve = desk(boss), ask(), middleware.resolved_once

    def approved_just_now(user):
        with by_someone_else():
            emergency_access.approve(access=access, by=dev)
        return resolve(user)

    monkeypatch.setattr(middleware, "resolved_once", approved_just_now)
    assert client.get(case_page(case)).status_code == 200
    [entry] = log_of(case.office, Verb.EMERGENCY_PAGE_SEEN)
    assert entry.subject == case.reference


def test_page_that_cannot_be_recorded_is_not_shown(desk, boss, open_now, case, monkeypatch):
    monkeypatch.setattr("config.middleware.note_page", lambda **facts: 1 / 0)
    client = desk(boss)
    client.raise_request_exception = False
    response = client.get(case_page(case))
    assert response.status_code == 500
    assert case.subject not in response.text


def test_office_is_mailed_the_page_count_after_access_ends(
    desk, boss, open_now, case, dev, advance, sent_mail
):
    desk(boss).get(case_page(case))
    advance(hours=1)
    emergency_report.report_what_was_seen()
    assert "Number of pages" not in text_of(sent_mail()[-1])
    advance(minutes=1)
    emergency_report.report_what_was_seen()
    emergency_report.report_what_was_seen()
    mails = [text_of(mail) for mail in sent_mail() if "Number of pages they saw: 1." in text_of(mail)]
    assert len(mails) == 1
    assert access_url(open_now) in mails[0]


def test_banner_stays_until_a_manager_confirms_reading_the_report(desk, open_now, dev, office, advance):
    client = desk(dev)
    advance(hours=1)
    words = "without a manager’s approval"
    assert words in client.get("/office/cases/").text
    assert "I have read this report" in client.get(access_url(open_now)).text
    client.post(access_url(open_now), {"act": "read"})
    assert words not in client.get("/office/cases/").text
    assert "Dev</bdi> read this report" in client.get(access_url(open_now)).text
    assert [entry.actor_id for entry in log_of(office, Verb.EMERGENCY_REPORT_READ)] == [dev.pk]


def test_report_cannot_be_confirmed_before_access_ends(open_now, dev):
    assert not emergency_report.read_report(access=open_now, by=dev)


def test_report_is_confirmed_by_someone_other_than_the_requester(desk, ask, boss, chief, assembly):
    access = ask(office=assembly.sister)
    emergency_access.approve(access=access, by=chief)
    emergency_access.end_access(access=access, by=boss)
    with pytest.raises(emergency_access.OnlyManagers):
        emergency_report.read_report(access=access, by=boss)
    assert "Read what they saw" in desk(chief).get("/office/administration/").text
    page = desk(chief).post(of_other(access), {"act": "read"}, follow=True)
    assert "Chief</bdi> read this report" in page.text
    assert "Read what they saw" not in desk(chief).get("/office/administration/").text


def test_database_refuses_report_confirmation_by_the_requester(open_now, boss):
    with scoped(ALL), pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.objects.filter(pk=open_now.pk).update(
            report_read_by=boss, report_read_at=timezone.now()
        )
