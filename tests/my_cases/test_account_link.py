"""Tests of the account link: a case raised without signing in is added to the account of the person with its code."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.models import Case
from casework.cases.models.own_case.account_link import AccountLinkCode
from casework.cases.services.own_case.account_link import GIVEN_LENGTH, forget_codes, give_code
from casework.constituents.services import add_contact_point
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.codes import code_of

AT = "home@london.example"
REQUEST_URL, CODE_URL = "/my-cases/add/", "/my-cases/add/code/"
NO_MATCH = "Together they do not match what we have"


@pytest.fixture
def guest_case(assembly):
    """Return a case raised without signing in, with an address that is not Ada's sign-in."""
    case = factories.case(office=assembly.office)
    with scoped(ALL):
        add_contact_point(constituent=case.constituent, kind="email", value=AT)
    return case


@pytest.fixture
def ada(sign_in, assembly):
    return sign_in(assembly.ada)


def request_code(client, case):
    return client.post(REQUEST_URL, {"reference": getattr(case, "reference", case)})


def enter_code(client, case, code):
    return client.post(CODE_URL, {"reference": getattr(case, "reference", case), "code": code})


def mailed_code():
    with scoped(ALL):
        mail = OutboxMessage.objects.get(purpose="case.account-link-code")
    assert mail.recipients == [AT]
    return code_of(bytes(mail.raw).decode())


def count_code_mails():
    with scoped(ALL):
        return OutboxMessage.objects.filter(purpose="case.account-link-code").count()


def is_listed(client, case):
    return case.reference in client.get("/my-cases/").text


def test_code_mailed_to_the_address_on_the_case_adds_it_to_the_list(ada, guest_case):
    assert request_code(ada, guest_case).url == CODE_URL
    assert not is_listed(ada, guest_case)
    assert enter_code(ada, guest_case, mailed_code()).url == "/my-cases/"
    assert is_listed(ada, guest_case)
    with scoped(ALL):
        point = guest_case.constituent.contact_points.get()
        assert point.proved_at  # reading the code there proves the address for alerts too
        assert Entry.objects.filter(verb="case.linked", subject=guest_case.reference).count() == 1


def test_code_mail_contains_no_reference(ada, guest_case, sent_mail):
    request_code(ada, guest_case)
    (mail,) = sent_mail()
    assert mail["Subject"] == "Your code"
    assert guest_case.reference not in mail.as_string()
    with scoped(ALL):
        assert bytes(OutboxMessage.objects.get().raw) == b""


def test_code_from_staff_links_the_case_to_any_account(ada, guest_case, assembly):
    with scoped(ALL):
        code = give_code(case=guest_case, by=assembly.ben)
    assert len(code.replace("-", "")) == GIVEN_LENGTH
    assert enter_code(ada, guest_case, code.lower().replace("-", " ")).url == "/my-cases/"
    assert is_listed(ada, guest_case)
    with scoped(ALL):
        assert guest_case.constituent.contact_points.filter(value="ada@london.example").exists()


def test_new_code_from_staff_invalidates_the_older_one(sign_in, assembly, guest_case):
    desk = sign_in(assembly.ben, on=Client())
    page = f"/office/cases/{guest_case.reference}/account-link/"
    assert "Show a code" in desk.get(page).text
    first, second = (desk.post(page).context["code"] for _ in range(2))
    ada = sign_in(assembly.ada, on=Client())
    assert enter_code(ada, guest_case, first).status_code == 422
    assert enter_code(ada, guest_case, second).status_code == 302


def test_mailed_code_works_only_for_the_account_that_requested_it(ada, guest_case, sign_in, assembly):
    request_code(ada, guest_case)
    bea = sign_in(assembly.bea, on=Client())
    assert enter_code(bea, guest_case, mailed_code()).status_code == 422
    assert not is_listed(bea, guest_case)


def test_code_works_once(ada, guest_case, sign_in, assembly):
    with scoped(ALL):
        code = give_code(case=guest_case, by=assembly.ben)
    enter_code(ada, guest_case, code)
    bea = sign_in(assembly.bea, on=Client())
    assert enter_code(bea, guest_case, code).status_code == 422
    assert is_listed(ada, guest_case)


def test_five_wrong_tries_invalidate_a_mailed_code(ada, guest_case):
    request_code(ada, guest_case)
    code = mailed_code()
    for _ in range(5):
        assert enter_code(ada, guest_case, "00000000" if code != "00000000" else "1").status_code == 422
    assert enter_code(ada, guest_case, code).status_code == 422


def test_expired_code_is_refused(ada, guest_case):
    request_code(ada, guest_case)
    with scoped(ALL):
        AccountLinkCode.objects.update(expires_at=timezone.now())
    assert enter_code(ada, guest_case, mailed_code()).status_code == 422


def without_csrf_token(response):
    return response.status_code, re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", response.text)


def references_by_kind(assembly, guest_case):
    """Return a reference for each kind of case: linkable, linked to someone else, safe contact, no address, no
    case.
    """
    safe = factories.case(office=assembly.office, safe_contact=True)
    return {
        "linkable": guest_case.reference,
        "linked to someone else": factories.case(office=assembly.office, raised_by=assembly.bea).reference,
        "safe contact": safe.reference,
        "no address": factories.case(office=assembly.rival).reference,
        "no case": factories.reference("2222-2222"),
    }


def test_responses_are_identical_for_every_kind_of_reference(ada, guest_case, assembly):
    answers = {}
    for kind, reference in references_by_kind(assembly, guest_case).items():
        asked = request_code(ada, reference)
        pages = [ada.get(CODE_URL), enter_code(ada, reference, "12345678")]
        answers[kind] = [(asked.status_code, asked.url)] + [
            (status, text.replace(reference, "REFERENCE")) for status, text in map(without_csrf_token, pages)
        ]
    first = answers.pop("linkable")
    assert NO_MATCH in first[2][1]
    assert [kind for kind, answer in answers.items() if answer != first] == []
    assert count_code_mails() == 1


def test_safe_contact_case_cannot_be_linked(ada, assembly):
    case = factories.case(office=assembly.office)
    with scoped(ALL):
        code = give_code(case=case, by=assembly.ben)
        Case.objects.filter(pk=case.pk).update(safe_contact=True)
        assert give_code(case=case, by=assembly.ben) is None
    assert enter_code(ada, case, code).status_code == 422


def test_unsafe_address_gets_no_code(ada, guest_case):
    with scoped(ALL):
        guest_case.constituent.contact_points.update(safe=False)
    request_code(ada, guest_case)
    assert count_code_mails() == 0


def test_codes_mailed_to_one_address_are_limited(ada, guest_case):
    for _ in range(5):
        request_code(ada, guest_case)
    assert count_code_mails() == 3


def test_too_many_code_requests_return_429(ada):
    answers = [request_code(ada, factories.reference("2222-2222")).status_code for _ in range(11)]
    assert answers[-2:] == [302, 429]


def test_malformed_reference_is_refused_with_an_example(ada):
    response = request_code(ada, "0000")
    assert response.status_code == 422
    assert "Enter the reference of your case, like " + factories.reference("7K3M-92QF") in response.text


def test_page_redirects_anonymous_to_sign_in_and_returns_404_for_staff(client, sign_in, assembly):
    assert client.get(REQUEST_URL).url.startswith("/accounts/login/code/")
    assert sign_in(assembly.ben).get(REQUEST_URL).status_code == 404


def test_expired_codes_are_deleted_after_a_day(ada, guest_case):
    request_code(ada, guest_case)
    assert forget_codes() == 0
    with scoped(ALL):
        long_ago = timezone.now() - timedelta(days=2)
        AccountLinkCode.objects.update(made_at=long_ago, expires_at=long_ago)
    assert forget_codes() == 1
