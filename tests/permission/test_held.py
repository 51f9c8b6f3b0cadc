"""Permissions to act for someone else: who gets a message, who sees them, and who can end them."""

import pytest
from django.test import Client
from django.urls import reverse

from casework.cases.models import Case
from casework.cases.models.authority.authority import Authority
from casework.cases.services.authority.answer import refuse
from casework.cases.services.authority.authority import hash_of, revoke
from casework.wall.scope import ALL, office_scope, scoped
from tests import factories
from tests.authority import MOTHER, agreed, asked, case_for_mother

PEOPLE = "/office/administration/people/"
HELD = "/office/permissions/"
MINE = "/my-cases/permissions/"


@pytest.fixture
def case(assembly):
    return case_for_mother(assembly)


@pytest.fixture
def desk(sign_in):
    return lambda user: sign_in(user, on=Client())


def test_permission_is_told_to_the_writer_and_to_the_person_who_gave_it(ben, ada, case, sent_mail):
    agreed(case, ben)
    told = {mail["To"]: mail["Subject"] for mail in sent_mail()}
    assert told == {MOTHER: "We have your answer", ada.email: "You have a message"}


@pytest.mark.parametrize("who", ["person", "office"])
def test_end_of_a_permission_is_told_to_the_person_who_gave_it(ben, case, sent_mail, who):
    token = agreed(case, ben)
    if who == "person":
        refuse(link=hash_of(token))
    else:
        with scoped(office_scope(case.office_id)):
            revoke(case=Case.objects.get(pk=case.pk), by=ben)
    last = sent_mail()[-1]
    assert (last["To"], last["Subject"]) == (MOTHER, "Something you agreed to has ended")


def test_mails_about_a_permission_name_neither_case_nor_writer(ben, case, sent_mail):
    refuse(link=hash_of(agreed(case, ben)))
    for mail in sent_mail():
        text = mail.get_body(("plain",)).get_content()
        assert case.reference not in text
        assert "Ada" not in text


def test_no_mail_is_sent_about_a_permission_where_email_became_unsafe(ben, case, sent_mail):
    token = agreed(case, ben)
    before = len(sent_mail())
    with scoped(ALL):
        Authority.objects.update(unsafe=True)
    refuse(link=hash_of(token))
    assert len(sent_mail()) == before


def test_administrator_sees_which_offices_have_permissions_in_force_and_not_whose(desk, assembly, ben, case):
    boss = desk(factories.staff("Boss", is_administrator=True))
    asked(case, ben)
    assert boss.get(PEOPLE).context["permitting"] == []
    agreed(case, ben)
    page = boss.get(PEOPLE)
    assert page.context["permitting"] == [assembly.office]
    for secret in (case.reference, "Rosa", "Ada"):
        assert secret not in page.text


def test_office_sees_its_permissions_and_ends_each(desk, assembly, ben, case):
    agreed(case, ben)
    page = desk(ben).get(HELD).text
    assert "Rosa Yusuf" in page
    assert reverse("backoffice:authority_end", args=[case.reference]) in page
    assert case.reference not in desk(assembly.eve).get(HELD).text
    assert "permission/end/" not in desk(assembly.fay).get(HELD).text


def test_ended_permission_is_no_longer_listed(desk, ben, case):
    refuse(link=hash_of(agreed(case, ben)))
    assert case.reference not in desk(ben).get(HELD).text


def test_person_sees_for_whom_they_may_act_and_until_when(desk, ada, ben, case):
    agreed(case, ben)
    page = desk(ada).get(MINE).text
    assert "You may read this case and write to the office" in page
    with scoped(ALL):
        until = Authority.objects.get(case=case).last_day
    assert f"Until {until.day} " in page
    assert "You may act for someone else until" in desk(ada).get(f"/my-cases/{case.reference}/").text
    assert MINE in desk(ada).get("/my-cases/").text


def test_permission_that_ended_looks_like_one_that_was_never_given(desk, ada, assembly, ben, case):
    before = desk(ada).get(MINE).context["rows"]
    refuse(link=hash_of(agreed(case, ben)))
    after = desk(ada).get(MINE).context["rows"]
    assert [row["may"] for row in after] == [row["may"] for row in before] == [""]


def test_person_without_a_case_for_someone_else_sees_no_link(desk, assembly, ada):
    factories.case(office=assembly.office, raised_by=ada)
    assert MINE not in desk(ada).get("/my-cases/").text
    assert "You have not raised a case for someone else." in desk(ada).get(MINE).text
