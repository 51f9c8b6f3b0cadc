"""Back-office pages on risk, safe contact and codes told by phone."""

import pytest
from django.test import Client
from django.urls import reverse

from casework.cases.models import RiskFlag, SafeContact
from casework.cases.services.safety.risk import raise_risk
from casework.cases.services.safety.safe_contact import keep_safe
from casework.wall.scope import ALL, scoped
from tests import factories

LIST = "/office/cases/"


@pytest.fixture
def flag(case):
    with scoped(ALL):
        return raise_risk(case=case, kind="life", by=None)


@pytest.fixture
def unsafe(office):
    case = factories.case(office=office, safe_contact=True)
    with scoped(ALL):
        keep_safe(case=case, way="Phone before 3pm", by=None)
    return case


def page_of(case, name="case_detail", **more):
    return reverse(f"backoffice:{name}", args=[case.reference, *more.values()])


def test_case_at_risk_is_listed_once_above_the_queue(desk, ben, case, flag, office):
    other = factories.case(office=office, subject="Quite another thing")
    page = desk(ben).get(LIST).text
    first, _nav, rest = page.partition('aria-label="Views"')
    assert case.reference in first
    assert case.reference not in rest
    assert other.reference in rest
    assert "1 of 1 other case" in rest
    assert page.count("ui-tag--risk") == 1


@pytest.mark.parametrize("query", ["?view=mine", "?view=closed", "?q=nothing-like-it", "?turn=third-party"])
def test_case_at_risk_is_above_every_view(desk, ben, case, flag, query):
    assert case.reference in desk(ben).get(LIST + query).text


def test_risk_is_hidden_from_other_offices(desk, assembly, case, flag):
    for other in (assembly.cat, assembly.eve):
        page = desk(other).get(LIST).text
        assert "queue-urgent" not in page
        assert "ui-tag--risk" not in page


def test_risk_is_hidden_from_the_constituent(case, flag, ada, sign_in):
    client = sign_in(ada, on=Client())
    for address in ("/my-cases/", f"/my-cases/{case.reference}/"):
        assert "isk" not in client.get(address).text.partition("<main")[2].partition("</main>")[0]


def test_opening_a_case_at_risk_records_who_saw_it(desk, ben, case, flag):
    desk(ben).get(page_of(case))
    page = desk(ben).get(page_of(case)).text
    assert "first seen by <bdi>Ben</bdi>" in page


def test_staff_flag_and_settle_a_risk_with_a_reason(desk, ben, case):
    client = desk(ben)
    assert client.post(page_of(case, "risk"), {"kind": "threat"}).status_code == 422
    client.post(page_of(case, "risk"), {"kind": "threat", "reason": "They said so."})
    with scoped(ALL):
        flag = RiskFlag.objects.get()
    settle = page_of(case, "risk_settle", uuid=flag.uuid)
    assert client.post(settle, {"how": " "}).status_code == 422
    assert "The risk is settled." in client.post(settle, {"how": "Told the police."}, follow=True).text
    assert "settled already" in client.post(settle, {"how": "Again."}, follow=True).text
    assert "ui-tag--risk" not in client.get(LIST).text


def test_safe_contact_instructions_precede_the_composer(desk, ben, unsafe):
    page = desk(ben).get(page_of(unsafe)).text
    composer = page.index('id="reply"')
    assert page[:composer].count("Phone before 3pm") == 1
    assert "No email goes out about this case" in page[:composer]


def test_safe_contact_without_instructions_says_not_to_contact(desk, ben, office):
    page = desk(ben).get(page_of(factories.case(office=office, safe_contact=True))).text
    assert "Do not call, write or leave a message" in page


def test_staff_mark_a_case_as_safe_contact(desk, ben, case, sent_mail):
    desk(ben).post(page_of(case, "safe_way"), {"way": "Only by post to her sister."})
    with scoped(ALL):
        case.refresh_from_db()
        assert case.safe_contact
        assert SafeContact.objects.get().way == "Only by post to her sister."


def test_code_is_shown_once_and_stored_as_a_hash(desk, ben, unsafe):
    client = desk(ben)
    address = page_of(unsafe, "safe_code")
    shown = client.post(address, {"hours": "24"}, follow=True)
    code = shown.context["told"]
    assert code in shown.text
    assert code not in client.get(address).text
    with scoped(ALL):
        assert code.replace(" ", "") not in SafeContact.objects.get().code
    assert "no-store" in shown.headers["Cache-Control"]


def test_code_for_an_ordinary_case_is_refused(desk, ben, case):
    assert "It needs no code" in desk(ben).post(page_of(case, "safe_code"), {"hours": "1"}, follow=True).text


def test_read_only_staff_cannot_make_codes_or_settle_risks(desk, assembly, unsafe, case, flag):
    client = desk(assembly.fay)
    assert client.post(page_of(unsafe, "safe_code"), {"hours": "1"}).status_code == 403
    assert client.post(page_of(case, "risk_settle", uuid=flag.uuid), {"how": "x"}).status_code == 403
    assert flag.get_kind_display() in client.get(page_of(case)).text


ASKED = {"turn": "third-party", "waiting_on": "Newham Council"}


def test_disclosure_to_a_third_party_is_chosen_each_time(desk, ben, unsafe):
    client, address = desk(ben), page_of(unsafe, "turn")
    assert "checked" not in client.get(address).text.partition('name="told"')[2]
    assert client.post(address, ASKED).status_code == 422
    assert client.post(address, ASKED | {"told": ["nothing", "name"]}).status_code == 422
    page = client.post(address, ASKED | {"told": ["name", "phone"]}, follow=True).text
    assert "They were told: their name, their phone number" in page
    client.post(address, {"turn": "office"})
    page = client.post(address, ASKED | {"told": ["nothing"]}, follow=True).text
    assert "They were told nothing that says who the person is" in page


def test_disclosure_is_not_asked_on_ordinary_cases(desk, ben, case):
    client, address = desk(ben), page_of(case, "turn")
    assert 'name="told"' not in client.get(address).text
    assert client.post(address, ASKED).status_code == 302
