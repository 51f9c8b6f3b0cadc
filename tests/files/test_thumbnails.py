"""Thumbnails of pictures on cases: the worker makes them, the timeline shows them, and the wall is that of the file."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.cases.models import CaseFile
from casework.cases.services.messages.message import attach
from casework.cases.tasks.file import scan_files
from casework.cases.tasks.thumbnail import make_thumbnails
from casework.files import store
from casework.files.intake import take_in
from casework.files.thumbnails import thumbnail_of
from casework.wall.scope import ALL, scoped
from tests.files.made import picture

FRONTS = {
    "backoffice": ("backoffice:case_detail", "backoffice:case_thumbnail", "backoffice:case_file"),
    "portal": ("portal:my_case", "portal:my_case_thumbnail", "portal:my_case_file"),
}


@pytest.fixture
def add(case):
    """Add a file to the message of Ada's case."""

    def add(content, name="lift.jpg"):
        with scoped(ALL):
            message = case.messages.get()
            attach(case=case, message=message, files=[take_in(SimpleUploadedFile(name, content))])
            return message.files.select_related("case").order_by("pk").last()

    return add


@pytest.fixture
def photo(add):
    """Return a photo of Ada's case that has its thumbnail."""
    file = add(picture(size=(900, 1200)))
    make_thumbnails()
    return now(file)


def now(file):
    with scoped(ALL):
        return CaseFile.objects.select_related("case").get(pk=file.pk)


def address(name, file):
    return reverse(name, args=[file.case.reference, file.uuid])


def reads(verb=Verb.FILE_READ):
    with scoped(ALL):
        return list(Entry.objects.filter(verb=verb).values_list("actor_id", "detail__part"))


@pytest.mark.parametrize(
    ("form", "mode", "size", "small"),
    [
        ("JPEG", "RGB", (900, 1200), (180, 240)),
        ("PNG", "RGBA", (1200, 300), (320, 80)),
        ("PNG", "P", (640, 480), (320, 240)),
        ("WEBP", "RGB", (40, 30), (40, 30)),
        ("GIF", "L", (640, 480), (320, 240)),
    ],
)
def test_picture_is_reduced_whole_and_never_enlarged(form, mode, size, small):
    taken = take_in(SimpleUploadedFile("lift", picture(form, size=size, mode=mode)))
    reduced = Image.open(BytesIO(thumbnail_of(taken.key)))
    assert (reduced.format, reduced.size) == ("JPEG", small)


def test_transparent_parts_of_a_picture_are_white():
    content = BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(content, "PNG")
    taken = take_in(SimpleUploadedFile("lift.png", content.getvalue()))
    assert Image.open(BytesIO(thumbnail_of(taken.key))).getpixel((20, 15)) == (255, 255, 255)


@pytest.mark.parametrize("front", FRONTS)
def test_photo_in_the_timeline_is_a_small_picture_that_links_to_the_file(front, photo, sign_in, ben, ada):
    page, thumbnail, file = FRONTS[front]
    client = sign_in(ben if front == "backoffice" else ada)
    soup = BeautifulSoup(client.get(reverse(page, args=[photo.case.reference])).text, "html.parser")
    link = soup.find("a", href=address(file, photo))
    assert link.text.strip() == "lift.jpg"
    shown = link.find("img")
    assert (shown["width"], shown["height"], shown["loading"]) == ("160", "120", "lazy")
    assert shown["src"] == address(thumbnail, photo)


def test_page_to_print_loads_a_thumbnail_before_it_is_scrolled_to(photo, sign_in, ada):
    page = sign_in(ada).get(reverse("portal:my_case_print", args=[photo.case.reference]))
    assert BeautifulSoup(page.text, "html.parser").find("img", loading="eager")["src"].endswith("/thumbnail/")


@pytest.mark.parametrize("front", FRONTS)
def test_thumbnail_is_sent_like_its_file(front, photo, sign_in, ben, ada):
    _page, thumbnail, file = FRONTS[front]
    client = sign_in(ben if front == "backoffice" else ada)
    small, whole = client.get(address(thumbnail, photo)), client.get(address(file, photo))
    small_bytes = small.getvalue()
    assert small_bytes == bytes(photo.thumbnail)
    assert whole.getvalue() != small_bytes
    differ = {"Content-Disposition", "Content-Length"}
    unlike = {name for name, value in whole.headers.items() if small.headers.get(name) != value}
    assert unlike <= differ
    assert small["Content-Disposition"].startswith("attachment")


def test_thumbnail_is_404_for_another_office_and_another_constituent(photo, sign_in, cat, assembly):
    assert sign_in(cat).get(address("backoffice:case_thumbnail", photo)).status_code == 404
    assert sign_in(assembly.bea).get(address("portal:my_case_thumbnail", photo)).status_code == 404
    assert reads() == []


def test_thumbnails_of_a_case_are_one_entry_of_the_log_within_the_hour(photo, add, desk, ben, dev):
    other = add(picture(), "stairs.jpg")
    make_thumbnails()
    client = desk(ben)
    for file in (photo, other, photo):
        client.get(address("backoffice:case_thumbnail", file)).getvalue()
    desk(dev).get(address("backoffice:case_thumbnail", photo)).getvalue()
    assert reads() == [(ben.pk, "thumbnails"), (dev.pk, "thumbnails")]


def test_document_and_picture_that_cannot_be_reduced_stay_links(add, desk, ben):
    document, broken = add(b"Dear operator", "letter.txt"), add(picture(), "broken.jpg")
    store.path_of(broken.key).write_bytes(b"\xff\xd8\xff no picture")
    assert make_thumbnails() is False
    assert [now(file).thumbnail for file in (document, broken)] == [None, None]
    page = BeautifulSoup(
        desk(ben).get(reverse("backoffice:case_detail", args=[broken.case.reference])).text, "html.parser"
    )
    assert page.find("img", loading="lazy") is None
    assert page.find("a", string="broken.jpg")["href"] == address("backoffice:case_file", broken)
    assert desk(ben).get(address("backoffice:case_thumbnail", broken)).status_code == 404


def test_thumbnail_waits_for_the_virus_scanner(scanner, add):
    file = add(picture())
    make_thumbnails()
    assert now(file).thumbnail is None
    scan_files()
    make_thumbnails()
    assert now(file).thumbnail


def test_thumbnail_of_a_file_that_is_held_again_is_not_sent(photo, sign_in, ben, settings):
    settings.CLAMD_URL = "tcp://127.0.0.1:9"
    page = sign_in(ben).get(reverse("backoffice:case_detail", args=[photo.case.reference]))
    assert "/thumbnail/" not in page.text
    assert sign_in(ben).get(address("backoffice:case_thumbnail", photo)).status_code == 404


def test_two_workers_make_a_thumbnail_once(add, monkeypatch):
    add(picture())
    made = []

    def reduce(key):
        made.append(key)
        make_thumbnails()
        return b"small"

    monkeypatch.setattr("casework.cases.tasks.thumbnail.thumbnail_of", reduce)
    make_thumbnails()
    assert len(made) == 1
