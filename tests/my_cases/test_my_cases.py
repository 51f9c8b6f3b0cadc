"""Constituents follow their cases."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.cases.models import CaseFile, Message
from casework.cases.services import close_case, reply_to_constituent, set_turn
from casework.cases.turns import Turn
from casework.files import store
from casework.scope import ALL, scoped
from tests import factories
from tests.browser import press

NOTE = b"Repair date: 4 December."


@pytest.fixture
def mine(sign_in, ada):
    return sign_in(ada)


@pytest.fixture
def address(case):
    return f"/my-cases/{case.reference}/"


def everything():
    return scoped(ALL)


def send(client, address, **more):
    return client.post(address, {"once": uuid4(), "body": "Is there any news?"} | more)


def test_strangers_are_asked_to_sign_in_and_come_back(client, address):
    response = client.get(address)
    assert response.url == f"/accounts/login/code/?next=%2Fmy-cases%2F{address.split('/')[2]}%2F"


def test_staff_have_no_such_page(sign_in, ben):
    assert sign_in(ben).get("/my-cases/").status_code == 404


def test_the_list_shows_ones_own_cases_only(mine, assembly, case):
    other = factories.case(office=assembly.office, raised_by=assembly.bea)
    page = mine.get("/my-cases/").content.decode()
    assert case.reference in page
    assert other.reference not in page


def test_the_list_says_so_when_it_is_empty(sign_in, assembly):
    assert "no cases under this email address" in sign_in(assembly.bea).get("/my-cases/").content.decode()


def test_the_list_asks_the_database_the_same_number_of_times_however_long(
    mine, assembly, case, django_assert_num_queries
):
    mine.get("/my-cases/")
    with CaptureQueriesContext(connection) as few:
        mine.get("/my-cases/")
    for _ in range(5):
        factories.case(office=assembly.rival, raised_by=assembly.ada)
    with django_assert_num_queries(len(few)):
        mine.get("/my-cases/")


def test_a_case_says_whose_turn_since_when_and_that_no_date_is_set(mine, case, address):
    page = mine.get(address).content.decode()
    assert "It is the office’s turn" in page
    assert "no next date set" in page


def test_a_date_that_staff_set_is_shown(mine, case, address, ben):
    with everything():
        set_turn(case=case, turn=Turn.THIRD_PARTY, waiting_on="Met Police", next_on=date(2099, 6, 1), by=ben)
    page = mine.get(address).content.decode()
    assert "It is Met Police’s turn" in page
    assert "1 June 2099" in page


def test_what_the_office_wrote_is_there_by_name(mine, case, address, ben):
    with everything():
        reply_to_constituent(case=case, body="Which days?", by=ben, turn=Turn.CONSTITUENT, once=uuid4())
    page = mine.get(address).content.decode()
    assert "Which days?" in page
    assert "Ben" in page
    assert "It is your turn" in page


def test_a_reply_reaches_the_office_and_makes_it_their_turn(mine, case, address):
    response = send(mine, address)
    assert response.url.startswith(address)
    with everything():
        case.refresh_from_db()
        assert case.turn == Turn.OFFICE
        assert case.messages.last().body == "Is there any news?"


def test_sending_twice_adds_it_once(mine, case, address):
    once = uuid4()
    send(mine, address, once=once)
    send(mine, address, once=once)
    with everything():
        assert case.messages.count() == 2


def told(case):
    """What the constituent wrote after raising the case."""
    with everything():
        return list(case.messages.filter(direction="in").values_list("body", flat=True))[1:]


def test_going_back_and_sending_the_same_again_adds_it_once(mine, case, address):
    for _press in range(2):
        assert send(mine, address).status_code == 302
    assert told(case) == ["Is there any news?"]


@pytest.mark.parametrize("more", [{"body": "And now?"}, {"files": [SimpleUploadedFile("note.txt", NOTE)]}])
def test_other_words_or_a_file_are_a_message_of_their_own(mine, case, address, more):
    send(mine, address)
    send(mine, address, **more)
    assert len(told(case)) == 2


def test_the_same_words_later_are_a_message_of_their_own(mine, case, address):
    send(mine, address)
    with everything():
        Message.objects.filter(case=case).update(at=timezone.now() - timedelta(minutes=11))
    send(mine, address)
    assert len(told(case)) == 2


def test_the_same_words_after_the_office_moved_the_case_count(mine, case, address, ben):
    send(mine, address)
    with everything():
        set_turn(case=case, turn=Turn.CONSTITUENT, by=ben)
    send(mine, address)
    assert len(told(case)) == 2
    with everything():
        case.refresh_from_db()
    assert case.turn == Turn.OFFICE


def test_an_empty_reply_is_refused_with_what_to_do(mine, address):
    response = send(mine, address, body=" ")
    assert response.status_code == 422
    assert "Write your message" in response.content.decode()


@pytest.mark.parametrize("body", ["a\x00b", "x" * 1_000_000])
def test_what_cannot_be_kept_is_refused_and_still_there(mine, address, body):
    response = send(mine, address, body=body)
    assert response.status_code == 422
    assert response.context["form"]["body"].value()


def test_a_file_comes_along_and_only_its_owner_downloads_it(mine, sign_in, assembly, case, address):
    send(mine, address, files=[SimpleUploadedFile("note.txt", NOTE)])
    with everything():
        file = CaseFile.objects.get(case=case)
    response = mine.get(f"{address}files/{file.uuid}/")
    assert response.getvalue() == NOTE
    assert response["Content-Disposition"].startswith("attachment")
    sign_in(assembly.bea, on=mine)
    assert mine.get(f"{address}files/{file.uuid}/").status_code == 404


def test_a_refused_file_keeps_the_text_and_leaves_nothing_behind(mine, case, address, private_files):
    bad = SimpleUploadedFile("evil.svg", b"<svg onload=alert(1)>")
    good = SimpleUploadedFile("note.txt", NOTE)
    response = send(mine, address, files=[good, bad])
    assert response.status_code == 422
    assert "Is there any news?" in response.content.decode()
    assert not [path for path in private_files.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "bad", [SimpleUploadedFile("evil.svg", b"<svg/>"), SimpleUploadedFile("a.pdf", b"%PDF-1.7 broken")]
)
def test_who_sent_other_files_with_a_refused_one_learns_that_none_was_kept(mine, address, bad):
    words = "Choose your other files again, too. None was kept."
    assert words in send(mine, address, files=[note(), bad]).text
    bad.seek(0)
    assert words not in send(mine, address, files=[bad]).text


def test_who_sent_files_without_a_message_learns_that_they_are_to_be_chosen_again(mine, address):
    assert "Choose your files again. None was kept." in send(mine, address, body="", files=[note()]).text
    assert "None was kept" not in send(mine, address, body="").text


def test_a_refused_reply_says_error_once_in_the_tab(mine, address):
    title = send(mine, address, body="").text.split("<title>")[1].split("</title>")[0]
    assert title.startswith("Error:")
    assert title.count("Error") == 1


def nothing_was_sent(response, private_files):
    """Refused with the text still on the page, no message, and no bytes in the store."""
    assert response.status_code == 422
    assert "Is there any news?" in response.content.decode()
    with everything():
        assert not Message.objects.filter(body="Is there any news?").exists()
    return not [path for path in private_files.rglob("*") if path.is_file()]


def note():
    return SimpleUploadedFile("note.txt", NOTE)


def test_nobody_writes_to_a_closed_case_but_the_text_is_kept(mine, case, address, ben, private_files):
    with everything():
        close_case(case=case, outcome="Repaired", by=ben)
    assert "Repaired" in mine.get(address).content.decode()
    response = send(mine, address, files=[note()])
    assert nothing_was_sent(response, private_files)
    assert "raise a case and give this reference" in response.content.decode()


def test_a_case_that_is_closed_at_the_same_moment_keeps_the_text_too(mine, case, address, ben, private_files):
    """The office closes it after the page has looked and before the message is written."""
    looked, closed = [], []

    def close_between(execute, sql, *arguments):
        looked.append('"cases_case"."reference" =' in sql)
        if sql.startswith("SAVEPOINT") and any(looked) and not closed:
            closed.append(True)
            with everything():
                close_case(case=case, outcome="Repaired", by=ben)
        return execute(sql, *arguments)

    with connection.execute_wrapper(close_between):
        response = send(mine, address, files=[note()])
    assert closed
    assert nothing_was_sent(response, private_files)
    assert "Repaired" in response.content.decode()


def test_the_name_of_a_message_elsewhere_is_refused_and_the_next_try_works(
    mine, assembly, case, address, private_files
):
    with everything():
        taken = factories.case(office=assembly.rival).messages.get().uuid
    response = send(mine, address, once=taken, files=[note()])
    assert nothing_was_sent(response, private_files)
    once = response.context["form"]["once"].value()
    assert send(mine, address, once=once).status_code == 302


@pytest.mark.parametrize("once", ["", "nonsense"])
def test_a_message_without_a_name_is_refused_and_the_next_try_works(mine, address, once, private_files):
    response = send(mine, address, once=once)
    assert nothing_was_sent(response, private_files)
    assert "Press “Send reply” again" in response.content.decode()
    assert send(mine, address, once=response.context["form"]["once"].value()).status_code == 302


def test_a_post_of_nothing_at_all_is_refused_with_what_to_do(mine, address):
    assert mine.post(address).status_code == 422


def test_a_file_whose_bytes_are_gone_is_not_found(mine, case, address):
    send(mine, address, files=[note()])
    with everything():
        file = CaseFile.objects.get(case=case)
    store.delete(file.key)
    assert mine.get(f"{address}files/{file.uuid}/").status_code == 404


@pytest.mark.parametrize("reference", ["%00", "LA-2222-2222", "x" * 2000, "..%2f", "LA-7K3M-92Q%00"])
def test_what_is_no_case_of_mine_is_not_found(mine, reference):
    assert mine.get(f"/my-cases/{reference}/").status_code == 404


def test_a_safe_contact_case_is_nowhere(mine, assembly):
    hidden = factories.case(office=assembly.office, raised_by=assembly.ada, safe_contact=True)
    assert hidden.reference not in mine.get("/my-cases/").content.decode()
    assert mine.get(f"/my-cases/{hidden.reference}/").status_code == 404


def test_nothing_signed_in_is_kept_by_the_browser(mine, address):
    assert "no-store" in mine.get(address)["Cache-Control"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_whole_case_can_be_printed(new_page, client, sign_in):
    made = factories.assembly()
    case = factories.case(office=made.office, raised_by=made.ada)
    page = new_page()
    page.add_init_script("window.print = () => { document.title = 'printed' }")
    name = settings.SESSION_COOKIE_NAME
    value = sign_in(made.ada).cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "domain": "localhost", "path": "/"}])
    page.goto(f"/my-cases/{case.reference}/")
    press(page, "Print or keep all of this case", role="link")
    page.get_by_role("button", name="Print this page").click()
    assert page.title() == "printed"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 320])
def test_no_barrier_on_ones_list_case_and_refused_reply(new_page, axe, width, client, sign_in):
    made = factories.assembly()
    case = factories.case(office=made.office, raised_by=made.ada)
    page = new_page(viewport={"width": width, "height": 900})
    sign_in(made.ada)
    name = settings.SESSION_COOKIE_NAME
    value = client.cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "domain": "localhost", "path": "/"}])
    page.goto("/my-cases/")
    axe(page)
    page.goto(f"/my-cases/{case.reference}/")
    axe(page)
    press(page, "Send reply")
    page.get_by_role("alert").first.wait_for()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
