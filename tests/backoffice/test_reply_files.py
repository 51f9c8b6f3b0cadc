"""Files attached to a reply: the same checks as those of constituents, and kept until the reply is sent."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casework.cases.models import Case, CaseFile, ReplyDraft
from casework.wall.scope import ALL, scoped

LETTER = b"The repair begins on 4 December."


def letter():
    return SimpleUploadedFile("letter.txt", LETTER)


def send(desk, case, *files, follow=False, **more):
    with scoped(ALL):
        seen = Case.objects.get(pk=case.pk).version
    facts = {"body": "Dear Ada.", "turn": "constituent", "once": uuid.uuid4(), "seen": seen} | more
    return desk.post(
        reverse("backoffice:reply", args=[case.reference]), facts | {"files": list(files)}, follow=follow
    )


def kept(private_files):
    return [path for path in private_files.rglob("*") if path.is_file()]


@pytest.fixture
def desk(sign_in, ben):
    return sign_in(ben)


def test_constituent_downloads_the_file_of_a_reply(desk, case, sign_in, assembly):
    assert send(desk, case, letter()).status_code == 302
    with scoped(ALL):
        file = CaseFile.objects.get(case=case)
        assert file.message.direction == "out"
    address = f"/my-cases/{case.reference}/files/{file.uuid}/"
    ada = sign_in(assembly.ada, on=Client())
    assert address in ada.get(f"/my-cases/{case.reference}/").text
    assert ada.get(address).getvalue() == LETTER
    assert sign_in(assembly.bea, on=Client()).get(address).status_code == 404


def test_refused_file_stops_the_reply_and_keeps_the_text_and_the_other_files(desk, case, private_files):
    evil = SimpleUploadedFile("evil.svg", b"<svg onload=alert(1)>")
    page = send(desk, case, letter(), evil, follow=True).text
    assert "Dear Ada." in page
    assert "evil.svg" in page
    assert "letter.txt" in page
    assert len(kept(private_files)) == 1
    with scoped(ALL):
        assert not CaseFile.objects.filter(case=case).exists()


@pytest.mark.parametrize("more", [{"body": ""}, {"seen": 999}, {"preview": "yes"}])
def test_reply_that_is_not_sent_keeps_its_files_until_it_is(desk, case, more):
    page = send(desk, case, letter(), follow=True, **more)
    [file] = page.context["reply"].files
    form = page.context["form"]
    held = {name: form[name].value() for name in ("draft", "page", "version")}
    send(desk, case, **held, kept=file.uuid)
    with scoped(ALL):
        assert CaseFile.objects.get(case=case).key == file.key
        assert not ReplyDraft.objects.exists()


def test_file_is_removed_from_a_draft(desk, case):
    [file] = send(desk, case, letter(), follow=True, preview="yes").context["reply"].files
    with scoped(ALL):
        held = ReplyDraft.objects.values("page", "version").get() | {"draft": ReplyDraft.objects.get().uuid}
    address = reverse("backoffice:draft", args=[case.reference])
    page = desk.post(
        address, held | {"body": "Dear Ada.", f"remove-{file.uuid}": "Remove letter.txt"}, follow=True
    )
    assert page.context["reply"].files == []


def test_double_submit_stores_the_files_of_a_reply_once(desk, case):
    once = uuid.uuid4()
    for _press in range(2):
        send(desk, case, letter(), once=once)
    with scoped(ALL):
        assert CaseFile.objects.filter(case=case).count() == 1
