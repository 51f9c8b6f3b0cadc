"""Files of a reply that was refused: kept for the same person and case, and for nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.cases.models import CaseFile
from casework.files import store
from casework.wall.scope import ALL, scoped
from tests import factories
from uploads import kept


@pytest.fixture
def ada_client(sign_in, ada):
    return sign_in(ada)


def send(client, case, body="Is there any news?", **more):
    return client.post(f"/my-cases/{case.reference}/", {"once": uuid4(), "body": body} | more)


def note(name="note.txt"):
    return SimpleUploadedFile(name, b"Repair date: 4 December.")


def names_on(case):
    with scoped(ALL):
        return sorted(CaseFile.objects.filter(case=case).values_list("name", flat=True))


def refused(client, case, *files):
    """Send a reply without a message, and return the text with which the form keeps its files."""
    page = send(client, case, body="", files=list(files))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["body"]
    return page.context["form"]["files_kept"].value()


def test_files_of_a_refused_reply_go_with_the_next_try(ada_client, case):
    text = refused(ada_client, case, note("one.txt"), note("two.txt"))
    assert send(ada_client, case, files_kept=text, files=[note("three.txt")]).status_code == 302
    assert names_on(case) == ["one.txt", "three.txt", "two.txt"]


def test_kept_file_that_is_left_out_is_not_sent(ada_client, case):
    text = refused(ada_client, case, note("one.txt"), note("two.txt"))
    left_out = kept.unseal_files(text, owner=f"{case.constituent.account_id} {case.pk}")[0].uuid
    send(ada_client, case, files_kept=text, left_out=left_out)
    assert names_on(case) == ["two.txt"]


def test_kept_files_of_one_case_do_not_go_to_another(ada_client, assembly, case, ada):
    other = factories.case(office=assembly.office, raised_by=ada)
    send(ada_client, other, files_kept=refused(ada_client, case, note()))
    assert names_on(other) == []


def test_kept_files_of_one_person_do_not_go_to_another(ada_client, sign_in, assembly, case):
    other = factories.case(office=assembly.office, raised_by=assembly.bea)
    text = refused(ada_client, case, note())
    send(sign_in(assembly.bea, on=Client()), other, files_kept=text)
    assert names_on(other) == []


def test_kept_files_are_sent_once(ada_client, case):
    text = refused(ada_client, case, note())
    for _press in range(2):
        assert send(ada_client, case, files_kept=text).status_code == 302
    assert names_on(case) == ["note.txt"]


@pytest.mark.parametrize("text", ["x", "0:0", ""])
def test_changed_text_keeps_nothing_and_harms_nothing(ada_client, case, text):
    assert send(ada_client, case, files_kept=text).status_code == 302


def test_kept_files_count_towards_the_limit(ada_client, case, settings):
    text = refused(ada_client, case, *[note(f"{n}.txt") for n in range(settings.FILES_MAX_NUMBER)])
    assert "too many files" in send(ada_client, case, files_kept=text, files=[note("more.txt")]).text


def test_kept_files_end_before_they_are_swept(ada_client, case, monkeypatch):
    monkeypatch.setattr(kept, "LASTS", timedelta(0))
    text = refused(ada_client, case, note())
    send(ada_client, case, files_kept=text)
    assert names_on(case) == []


def test_text_in_the_page_shows_no_key_of_the_store(ada_client, case):
    text = refused(ada_client, case, note())
    stored = list(store.keys())
    assert stored
    assert all(key not in text for key in stored)
