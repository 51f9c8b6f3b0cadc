"""A case raised without signing in is claimed by whoever proves that it is theirs."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.claim_codes import ClaimCode
from casework.cases.claiming import GIVEN_LENGTH, forget_codes, give_code
from casework.cases.models import Case
from casework.constituents.services import add_contact_point
from casework.outbox.models import OutboxMessage
from casework.scope import ALL, scoped
from tests import factories

AT = "home@london.example"
ASK, ENTER = "/my-cases/add/", "/my-cases/add/code/"
NO_MATCH = "Together they do not match what we have"


@pytest.fixture
def guest(assembly):
    """A case that nobody signed in for, with an address that is not Ada's sign-in."""
    case = factories.case(office=assembly.office)
    with scoped(ALL):
        add_contact_point(constituent=case.constituent, kind="email", value=AT)
    return case


@pytest.fixture
def ada(sign_in, assembly):
    return sign_in(assembly.ada)


def ask(client, case):
    return client.post(ASK, {"reference": getattr(case, "reference", case)})


def enter(client, case, code):
    return client.post(ENTER, {"reference": getattr(case, "reference", case), "code": code})


def mailed_code():
    with scoped(ALL):
        mail = OutboxMessage.objects.get(purpose="case.claim-code")
    assert mail.recipients == [AT]
    return re.search(rb"code is:\s+(\d{8})", bytes(mail.raw))[1].decode()


def mails():
    with scoped(ALL):
        return OutboxMessage.objects.filter(purpose="case.claim-code").count()


def seen(client, case):
    return case.reference in client.get("/my-cases/").text


def test_the_code_mailed_to_the_address_on_the_case_brings_it_to_the_list(ada, guest):
    assert ask(ada, guest).url == ENTER
    assert not seen(ada, guest)
    assert enter(ada, guest, mailed_code()).url == "/my-cases/"
    assert seen(ada, guest)
    with scoped(ALL):
        point = guest.constituent.contact_points.get()
        assert point.proved_at  # whoever read the code there reads alerts there, too
        assert Entry.objects.filter(verb="case.claimed", subject=guest.reference).count() == 1


def test_the_mail_says_nothing_of_the_case(ada, guest, sent_mail):
    ask(ada, guest)
    (mail,) = sent_mail()
    assert mail["Subject"] == "Your code"
    assert guest.reference not in mail.as_string()
    with scoped(ALL):
        assert bytes(OutboxMessage.objects.get().raw) == b""


def test_a_code_that_staff_gave_works_for_whoever_has_it(ada, guest, assembly):
    with scoped(ALL):
        code = give_code(case=guest, by=assembly.ben)
    assert len(code.replace("-", "")) == GIVEN_LENGTH
    assert enter(ada, guest, code.lower().replace("-", " ")).url == "/my-cases/"
    assert seen(ada, guest)
    with scoped(ALL):
        assert guest.constituent.contact_points.filter(value="ada@london.example").exists()


def test_staff_see_a_code_once_and_an_older_one_stops(sign_in, assembly, guest):
    desk = sign_in(assembly.ben, on=Client())
    page = f"/office/cases/{guest.reference}/claim-code/"
    assert "Show a code" in desk.get(page).text
    first, second = (desk.post(page).context["code"] for _press in range(2))
    ada = sign_in(assembly.ada, on=Client())
    assert enter(ada, guest, first).status_code == 422
    assert enter(ada, guest, second).status_code == 302


def test_a_mailed_code_is_for_the_account_that_asked(ada, guest, sign_in, assembly):
    ask(ada, guest)
    bea = sign_in(assembly.bea, on=Client())
    assert enter(bea, guest, mailed_code()).status_code == 422
    assert not seen(bea, guest)


def test_a_code_works_once(ada, guest, sign_in, assembly):
    with scoped(ALL):
        code = give_code(case=guest, by=assembly.ben)
    enter(ada, guest, code)
    bea = sign_in(assembly.bea, on=Client())
    assert enter(bea, guest, code).status_code == 422
    assert seen(ada, guest)


def test_five_wrong_tries_use_a_mailed_code_up(ada, guest):
    ask(ada, guest)
    code = mailed_code()
    for _try in range(5):
        assert enter(ada, guest, "00000000" if code != "00000000" else "1").status_code == 422
    assert enter(ada, guest, code).status_code == 422


def test_an_old_code_does_not_work(ada, guest):
    ask(ada, guest)
    with scoped(ALL):
        ClaimCode.objects.update(expires_at=timezone.now())
    assert enter(ada, guest, mailed_code()).status_code == 422


def without_chance(response):
    return response.status_code, re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", response.text)


def cases_of_every_kind(assembly, guest):
    """References that are another's, safe contact, without an address, not there, and one that could be claimed."""
    safe = factories.case(office=assembly.office, safe_contact=True)
    return {
        "can be claimed": guest.reference,
        "somebody's": factories.case(office=assembly.office, raised_by=assembly.bea).reference,
        "safe contact": safe.reference,
        "no address": factories.case(office=assembly.rival).reference,
        "not there": "LA-2222-2222",
    }


def test_whatever_the_reference_names_the_answers_are_the_same(ada, guest, assembly):
    answers = {}
    for kind, reference in cases_of_every_kind(assembly, guest).items():
        asked = ask(ada, reference)
        pages = [ada.get(ENTER), enter(ada, reference, "12345678")]
        answers[kind] = [(asked.status_code, asked.url)] + [
            (status, text.replace(reference, "REFERENCE")) for status, text in map(without_chance, pages)
        ]
    first = answers.pop("can be claimed")
    assert NO_MATCH in first[2][1]
    assert [kind for kind, answer in answers.items() if answer != first] == []
    assert mails() == 1


def test_a_safe_contact_case_is_never_claimed_here(ada, assembly):
    case = factories.case(office=assembly.office)
    with scoped(ALL):
        code = give_code(case=case, by=assembly.ben)
        Case.objects.filter(pk=case.pk).update(safe_contact=True)
        assert give_code(case=case, by=assembly.ben) is None
    assert enter(ada, case, code).status_code == 422


def test_an_address_that_is_not_safe_gets_no_code(ada, guest):
    with scoped(ALL):
        guest.constituent.contact_points.update(safe=False)
    ask(ada, guest)
    assert mails() == 0


def test_one_address_gets_a_few_codes_a_day_however_many_ask(ada, guest):
    for _ask in range(5):
        ask(ada, guest)
    assert mails() == 3


def test_who_asks_too_often_is_told_to_wait(ada):
    answers = [ask(ada, "LA-2222-2222").status_code for _ask in range(11)]
    assert answers[-2:] == [302, 429]


def test_what_is_no_reference_is_refused_with_what_to_do(ada):
    response = ask(ada, "LA-0000")
    assert response.status_code == 422
    assert "Enter the reference of your case, like LA-7K3M-92QF" in response.text


def test_strangers_sign_in_first_and_staff_have_no_such_page(client, sign_in, assembly):
    assert client.get(ASK).url.startswith("/accounts/login/code/")
    assert sign_in(assembly.ben).get(ASK).status_code == 404


def test_codes_are_forgotten_once_they_count_for_nothing(ada, guest):
    ask(ada, guest)
    assert forget_codes() == 0
    with scoped(ALL):
        long_ago = timezone.now() - timedelta(days=2)
        ClaimCode.objects.update(made_at=long_ago, expires_at=long_ago)
    assert forget_codes() == 1
