"""C2: a reply brings files to the constituent, each through the same gate as theirs."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casework.cases.models import Case, CaseFile
from casework.scope import ALL, scoped
from tests import factories

LETTER = b"The repair begins on 4 December."


def letter():
    return SimpleUploadedFile("letter.txt", LETTER)


def send(desk, case, *files, **more):
    with scoped(ALL):
        seen = Case.objects.get(pk=case.pk).version
    facts = {"body": "Dear Ada.", "turn": "constituent", "once": uuid.uuid4(), "seen": seen} | more
    return desk.post(reverse("backoffice:reply", args=[case.reference]), facts | {"files": list(files)})


def kept(private_files):
    return [path for path in private_files.rglob("*") if path.is_file()]


@pytest.fixture
def desk(sign_in, ben):
    return sign_in(ben)


def test_the_constituent_downloads_what_came_with_the_reply(desk, case, sign_in, assembly):
    assert send(desk, case, letter()).status_code == 302
    with scoped(ALL):
        file = CaseFile.objects.get(case=case)
        assert file.message.direction == "out"
    address = f"/my-cases/{case.reference}/files/{file.uuid}/"
    ada = sign_in(assembly.ada, on=Client())
    assert address in ada.get(f"/my-cases/{case.reference}/").text
    assert ada.get(address).getvalue() == LETTER
    assert sign_in(assembly.bea, on=Client()).get(address).status_code == 404


def test_a_file_that_is_refused_stops_the_reply_and_keeps_its_words(desk, case, private_files):
    response = send(desk, case, letter(), SimpleUploadedFile("evil.svg", b"<svg onload=alert(1)>"))
    assert response.status_code == 422
    assert "Dear Ada." in response.text
    assert "Choose your other files again, too. None was kept." in response.text
    assert kept(private_files) == []


@pytest.mark.parametrize("more", [{"body": ""}, {"seen": 999}])
def test_a_refused_reply_says_that_its_files_are_gone(desk, case, private_files, more):
    factories.message(case)
    response = send(desk, case, letter(), **more)
    assert response.status_code == 422
    assert "Choose your files again. None was kept." in response.text
    assert kept(private_files) == []


def test_pressing_twice_sends_one_reply_with_its_files_once(desk, case):
    once = uuid.uuid4()
    for _press in range(2):
        send(desk, case, letter(), once=once)
    with scoped(ALL):
        assert CaseFile.objects.filter(case=case).count() == 1
