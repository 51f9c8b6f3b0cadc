"""Tests of a constituent's replies and files."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from casework.cases.models import CaseFile, Message
from casework.cases.services.case import close_case
from casework.cases.services.turn import set_turn
from casework.cases.turns import Turn
from casework.files import store
from tests import factories
from tests.my_cases.pages import every_office, send

NOTE = b"Repair date: 4 December."


def test_reply_adds_a_message_and_sets_the_office_turn(ada_client, case, case_url):
    response = send(ada_client, case_url)
    assert response.url.startswith(case_url)
    with every_office():
        case.refresh_from_db()
        assert case.turn == Turn.OFFICE
        assert case.messages.last().body == "Is there any news?"


def test_result_of_each_reply_has_an_address_that_was_never_shown(ada_client, case_url):
    first, second = (send(ada_client, case_url, body=body).url for body in ("Is there any news?", "And now?"))
    assert first.startswith(f"{case_url}?at=")
    assert first.endswith("#result")
    assert first != second


def test_reply_sent_twice_is_added_once(ada_client, case, case_url):
    once = uuid4()
    send(ada_client, case_url, once=once)
    send(ada_client, case_url, once=once)
    with every_office():
        assert case.messages.count() == 2


def messages_added(case):
    """Return the bodies of the constituent's messages after the first."""
    with every_office():
        return list(case.messages.filter(direction="in").values_list("body", flat=True))[1:]


def test_same_reply_from_a_new_form_is_added_once(ada_client, case, case_url):
    for _ in range(2):
        assert send(ada_client, case_url).status_code == 302
    assert messages_added(case) == ["Is there any news?"]


@pytest.mark.parametrize("more", [{"body": "And now?"}, {"files": [SimpleUploadedFile("note.txt", NOTE)]}])
def test_reply_with_other_text_or_a_file_is_added(ada_client, case, case_url, more):
    send(ada_client, case_url)
    send(ada_client, case_url, **more)
    assert len(messages_added(case)) == 2


def test_same_reply_after_ten_minutes_is_added(ada_client, case, case_url):
    send(ada_client, case_url)
    with every_office():
        Message.objects.filter(case=case).update(at=timezone.now() - timedelta(minutes=11))
    send(ada_client, case_url)
    assert len(messages_added(case)) == 2


def test_same_reply_after_the_turn_changed_is_added(ada_client, case, case_url, ben):
    send(ada_client, case_url)
    with every_office():
        set_turn(case=case, turn=Turn.CONSTITUENT, by=ben)
    send(ada_client, case_url)
    assert len(messages_added(case)) == 2
    with every_office():
        case.refresh_from_db()
    assert case.turn == Turn.OFFICE


def test_empty_reply_is_refused_with_instructions(ada_client, case_url):
    response = send(ada_client, case_url, body=" ")
    assert response.status_code == 422
    assert "Enter your message. It is empty" in response.content.decode()


@pytest.mark.parametrize("body", ["a\x00b", "x" * 1_000_000])
def test_reply_with_null_byte_or_too_long_is_refused_with_text_kept(ada_client, case_url, body):
    response = send(ada_client, case_url, body=body)
    assert response.status_code == 422
    assert response.context["form"]["body"].value()


def test_attached_file_is_downloadable_only_by_its_owner(ada_client, sign_in, assembly, case, case_url):
    send(ada_client, case_url, files=[SimpleUploadedFile("note.txt", NOTE)])
    with every_office():
        file = CaseFile.objects.get(case=case)
    response = ada_client.get(f"{case_url}files/{file.uuid}/")
    assert response.getvalue() == NOTE
    assert response["Content-Disposition"].startswith("attachment")
    sign_in(assembly.bea, on=ada_client)
    assert ada_client.get(f"{case_url}files/{file.uuid}/").status_code == 404


def test_refused_file_keeps_the_text_and_stores_no_message(ada_client, case, case_url):
    response = send(ada_client, case_url, files=[SimpleUploadedFile("evil.svg", b"<svg onload=alert(1)>")])
    assert response.status_code == 422
    assert "Is there any news?" in response.content.decode()
    with every_office():
        assert not CaseFile.objects.filter(case=case).exists()


def test_refused_reply_prefixes_the_title_with_error_once(ada_client, case_url):
    title = send(ada_client, case_url, body="").text.split("<title>")[1].split("</title>")[0]
    assert title.startswith("Error:")
    assert title.count("Error") == 1


def assert_not_sent(response, private_files):
    """Assert that the reply was refused with its text kept, and return whether the file store is empty."""
    assert response.status_code == 422
    assert "Is there any news?" in response.content.decode()
    with every_office():
        assert not Message.objects.filter(body="Is there any news?").exists()
    return not [path for path in private_files.rglob("*") if path.is_file()]


def note():
    return SimpleUploadedFile("note.txt", NOTE)


def test_reply_to_a_closed_case_is_refused_with_text_kept(ada_client, case, case_url, ben, private_files):
    with every_office():
        close_case(case=case, outcome="Repaired", by=ben)
    assert "Repaired" in ada_client.get(case_url).content.decode()
    response = send(ada_client, case_url, files=[note()])
    assert assert_not_sent(response, private_files)
    assert "raise a case and give this reference" in response.content.decode()


def test_reply_to_a_case_closed_during_the_request_keeps_the_text(
    ada_client, case, case_url, ben, private_files
):
    """Close the case from the office after the view has read it and before it writes the message."""
    reads, closed = [], []

    def close_between(execute, sql, *arguments):
        reads.append('"cases_case"."reference" =' in sql)
        if sql.startswith("SAVEPOINT") and any(reads) and not closed:
            closed.append(True)
            with every_office():
                close_case(case=case, outcome="Repaired", by=ben)
        return execute(sql, *arguments)

    with connection.execute_wrapper(close_between):
        response = send(ada_client, case_url, files=[note()])
    assert closed
    assert assert_not_sent(response, private_files)
    assert "Repaired" in response.content.decode()


def test_message_uuid_in_use_is_refused_and_the_next_try_works(
    ada_client, assembly, case, case_url, private_files
):
    with every_office():
        taken = factories.case(office=assembly.rival).messages.get().uuid
    response = send(ada_client, case_url, once=taken, files=[note()])
    assert not assert_not_sent(response, private_files), "the file is kept for the next try"
    once = response.context["form"]["once"].value()
    assert send(ada_client, case_url, once=once).status_code == 302


@pytest.mark.parametrize("once", ["", "nonsense"])
def test_missing_or_invalid_message_uuid_is_refused_and_the_next_try_works(
    ada_client, case_url, once, private_files
):
    response = send(ada_client, case_url, once=once)
    assert assert_not_sent(response, private_files)
    assert "Press “Send reply” again" in response.content.decode()
    assert send(ada_client, case_url, once=response.context["form"]["once"].value()).status_code == 302


def test_empty_post_is_refused(ada_client, case_url):
    assert ada_client.post(case_url).status_code == 422


def test_file_missing_from_the_store_returns_404(ada_client, case, case_url):
    send(ada_client, case_url, files=[note()])
    with every_office():
        file = CaseFile.objects.get(case=case)
    store.delete(file.key)
    assert ada_client.get(f"{case_url}files/{file.uuid}/").status_code == 404
