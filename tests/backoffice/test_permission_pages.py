"""Back-office pages of a case raised on behalf of another person."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import Message
from casework.cases.models.authority.authority import Authority
from casework.cases.services.case import close_case
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.authority import MOTHER, agreed, case_for_mother


@pytest.fixture
def case(assembly):
    return case_for_mother(assembly)


def to(name, case, *more):
    return reverse(f"backoffice:{name}", args=[case.reference, *more])


def latest_authority(case):
    with scoped(ALL):
        return Authority.objects.filter(case=case).latest("pk")


def dated(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def in_days(days):
    return dated("last_day", timezone.localdate() + timedelta(days=days))


LINK = {"address": MOTHER, "checked": "met", "is_theirs": "on", "what": "write"}


def letter_data(**more):
    facts = {
        "signed_name": "Rosa Yusuf",
        "what": "read",
        "files": SimpleUploadedFile("l.txt", b"I agree. Rosa"),
    }
    return facts | dated("signed_on", timezone.localdate()) | in_days(30) | more


def test_case_page_without_permission_hides_the_composer(desk, ben, case):
    page = desk(ben).get(to("case_detail", case)).text
    assert "For someone else, without permission." in page
    assert "Rosa Yusuf" in page
    assert 'name="body"' not in page
    assert 'href="#id_body"' not in page


def test_reply_without_permission_is_refused_and_keeps_the_text(desk, ben, case):
    sent = {"body": "Her benefit was stopped.", "turn": "office", "once": uuid.uuid4(), "seen": case.version}
    response = desk(ben).post(to("reply", case), sent, follow=True)
    assert "Ask for permission first" in response.text
    assert "Her benefit was stopped." in response.text
    with scoped(ALL):
        assert not Message.objects.filter(direction="out").exists()


def test_fixed_message_is_sent_once(desk, ben, case):
    client, sent = desk(ben), {"fixed": "received", "once": uuid.uuid4()}
    for _click in range(2):
        client.post(to("authority_fixed", case), sent)
    with scoped(ALL):
        assert Message.objects.filter(direction="out").count() == 1


def test_fixed_message_is_not_sent_on_closed_or_permitted_cases(desk, ben, assembly, case):
    closed = case_for_mother(assembly)
    agreed(case, ben)
    with scoped(ALL):
        close_case(case=closed, by=ben, outcome="Paid again")
    for each in (case, closed):
        desk(ben).post(to("authority_fixed", each), {"fixed": "received", "once": uuid.uuid4()})
    with scoped(ALL):
        assert not Message.objects.filter(direction="out").exists()


def test_permission_link_is_sent_to_the_checked_address(desk, ben, case, sent_mail):
    desk(ben).post(to("authority_link", case), LINK | in_days(30))
    assert [mail["To"] for mail in sent_mail()] == [MOTHER]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"is_theirs": ""}, "Tick the box once you have checked it"),
        ({"checked": ""}, "Choose how you checked the address"),
        ({"address": "ada@london.example"}, "This one is the writer"),
        ({"address": ""}, "Enter the address that you checked"),
    ],
)
def test_permission_link_is_refused_for_an_unchecked_address(desk, ben, case, sent_mail, wrong, sentence):
    response = desk(ben).post(to("authority_link", case), LINK | in_days(30) | wrong)
    assert response.status_code == 422
    assert sentence in response.text
    assert sent_mail() == []


def test_address_typed_by_the_writer_is_not_prefilled(desk, ben, case):
    assert "typed@london.example" not in desk(ben).get(to("authority_link", case)).text
    assert "typed@london.example</bdi>, not checked" in desk(ben).get(to("authority", case)).text


def test_only_the_letter_is_offered_when_email_is_unsafe(desk, ben, assembly, sent_mail):
    case = case_for_mother(assembly, facts={"unsafe": True})
    client = desk(ben)
    assert to("authority_link", case) not in client.get(to("authority", case)).text
    client.post(to("authority_link", case), LINK | in_days(30))
    assert sent_mail() == []


def test_signed_letter_is_recorded_with_its_scan(desk, ben, case):
    client = desk(ben)
    client.post(to("authority_paper", case), letter_data())
    authority = latest_authority(case)
    assert (authority.proof, authority.signed_name, authority.recorded_by_id) == (
        "paper",
        "Rosa Yusuf",
        ben.pk,
    )
    assert authority.in_force
    with scoped(ALL):
        scan = authority.scans.get()
    assert client.get(to("authority_scan", case, scan.uuid)).getvalue() == b"I agree. Rosa"


def test_letter_without_a_scan_is_refused(desk, ben, case):
    response = desk(ben).post(to("authority_paper", case), letter_data(files=""))
    assert "Choose the scan of the letter" in response.text
    assert not latest_authority(case).in_force


def test_writer_cannot_download_the_scan(desk, sign_in, ben, ada, case):
    desk(ben).post(to("authority_paper", case), letter_data())
    with scoped(ALL):
        scan = latest_authority(case).scans.get()
    assert desk(ada).get(f"/my-cases/{case.reference}/files/{scan.uuid}/").status_code == 404
    assert "l.txt" not in desk(ada).get(f"/my-cases/{case.reference}/").text


def test_staff_end_a_permission_at_once_and_can_ask_again(desk, ben, case):
    agreed(case, ben)
    client = desk(ben)
    assert "with permission" in client.get(to("case_detail", case)).text
    client.post(to("authority_end", case))
    assert latest_authority(case).revoked_by_id == ben.pk
    client.post(to("authority_again", case))
    assert latest_authority(case).confirmed_at is None
    assert "Ask the person by a link" in client.get(to("authority", case)).text


def test_letter_is_in_the_persons_language_and_size(desk, ben, case, offer):
    offer("ar")
    page = desk(ben).get(to("authority_letter", case), {"language": "ar", "size": "large"}).text
    assert 'dir="rtl"' in page
    assert "letter--large" in page
    assert "<bdi>Rosa Yusuf</bdi>" in page


@pytest.mark.parametrize("name", ["authority", "authority_link", "authority_paper", "authority_letter"])
def test_permission_pages_are_404_to_another_office(desk, assembly, case, name):
    assert desk(assembly.eve).get(to(name, case)).status_code == 404


@pytest.mark.parametrize("name", ["authority_link", "authority_paper", "authority_end", "authority_again"])
def test_read_only_staff_cannot_change_a_permission(desk, assembly, case, name):
    assert desk(assembly.fay).post(to(name, case), letter_data()).status_code == 403


def test_permission_page_is_404_for_a_case_raised_for_oneself(desk, ben, assembly):
    own = factories.case(office=assembly.office, raised_by=assembly.ada)
    assert desk(ben).get(to("authority", own)).status_code == 404
