"""Editors' pictures and documents are told by content, scanned and cleaned like everyone's."""

import gc
import io
from html import unescape
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pikepdf import Array, Dictionary, Name, String
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import Collection, UploadedFile

from casework.files import clamd
from cms.media.uploads import UNTAGGED
from tests.files import made
from tests.files.made_pdfs import attached, written
from tests.files.made_pictures import cut, heic_grid
from tests.files.test_cleaning import LEFT_OUT, _everything_in

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the smaller copy of a picture open until it is collected.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]
TITLE, LABEL = "How to write to us", "Your rent"


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def desk(sign_in, editor):
    return sign_in(editor)


def send(desk, kind, name, content, **more):
    """Upload by the form for one file, or by the one for many if `many`."""
    root = Collection.get_first_root_node().pk
    many = more.pop("many", False)
    file = SimpleUploadedFile(name, content() if callable(content) else content)
    fields = {"title": "A title", "collection": root, "files[]" if many else "file": file} | more
    page = reverse(f"wagtail{kind}:add_multiple" if many else f"wagtail{kind}:add")
    headers = {"X-Requested-With": "XMLHttpRequest"} if many else {}
    return desk.post(page, fields, headers=headers)


def picture():
    return get_image_model().objects.get()


def document():
    return get_document_model().objects.get()


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("a.jpg", made.photo(), "jpeg"),
        ("a.png", made.photo("PNG"), "png"),
        ("a.webp", made.photo("WEBP"), "webp"),
        ("wrong.png", made.photo(), "jpeg"),
        ("a.heic", made.photo("HEIF"), "jpeg"),
        ("cut.jpg", cut(2), "jpeg"),
        ("large.heic", lambda: heic_grid(16, 10), "jpeg"),
    ],
)
def test_a_picture_is_kept_clean_whatever_its_name_says(desk, name, content, kept):
    assert send(desk, "images", name, content).status_code == 302
    with picture().file.open() as file:
        copy = file.read()
    assert made.AUTHOR.encode() not in copy
    assert Picture.open(io.BytesIO(copy)).format.lower() == kept
    assert picture().get_rendition("width-20").width == 20
    assert desk.get(reverse("wagtailimages:index")).status_code == 200


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("broken.jpg", b"\xff\xd8\xff\xe0", "cannot open"),
        ("half.jpg", cut(1_200), "cannot open"),
        ("flood.png", made.pixel_flood(), "too many pixels"),
        ("page.jpg", made.PAGE, "cannot take"),
        ("page.png", made.picture("PNG") + made.PAGE, "two kinds"),
        ("empty.png", b"", "empty"),
        ("a.svg", b"<svg onload='a()'/>", "kind of picture"),
        ("virus.jpg", made.picture() + made.virus(), "virus"),
    ],
)
def test_a_broken_picture_is_an_error_in_words(desk, name, content, words, many):
    answered = send(desk, "images", name, content, many=many)
    assert answered.status_code == 200
    assert words in unescape(answered.content.decode("unicode-escape" if many else "utf-8"))
    assert not get_image_model().objects.exists()


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.html", made.PAGE, "cannot take"),
        ("a.js", b"alert(1)", "cannot take"),
        ("a.pdf", made.PAGE, "cannot take"),
        ("a.exe", made.program(), "cannot take"),
        ("macro.docx", made.docx(**{"word/vbaProject.bin": b"a"}), "macros"),
        ("locked.pdf", made.pdf(encryption=pikepdf.Encryption(owner="x", user="y")), "password"),
        ("virus.txt", made.virus(), "virus"),
    ],
)
def test_a_page_or_a_program_is_no_document(desk, name, content, words, many):
    answered = send(desk, "docs", name, content, many=many)
    assert words in unescape(answered.content.decode("unicode-escape" if many else "utf-8"))
    assert not get_document_model().objects.exists()


@pytest.mark.parametrize(
    ("kind", "content"), [("images", made.photo()), ("docs", made.PAGE), ("docs", made.docx())]
)
@pytest.mark.parametrize("wrong", [{"title": "x" * 300}, {"title": "\u200b" * 300}])
def test_no_file_waits_uncleaned_for_an_answer_that_is_missing(desk, kind, content, wrong):
    answered = send(desk, kind, "a.bin", content, many=True, **wrong)
    assert answered.json()["success"] is False
    assert not UploadedFile.objects.exists()


def test_a_document_loses_its_author(desk):
    send(desk, "docs", "a.docx", made.docx())
    with document().file.open() as file:
        assert made.AUTHOR.encode() not in file.read()
    assert document().file.name.endswith(".docx")


def test_a_document_is_downloaded_by_editors_alone(desk, client, ada, sign_in):
    send(desk, "docs", "a.pdf", written(leaflet))
    answered = desk.get(document().url)
    assert answered.getvalue().startswith(b"%PDF-")
    assert answered.headers["Content-Disposition"].startswith("attachment")
    sign_in(ada)
    assert client.get(document().url).status_code in {302, 403, 404}


def leaflet(change):
    """A tagged form with a title, a bookmark and a label, and everything that has to go."""
    made.with_author(change)
    made.with_opening_script(change)
    change.docinfo["/Title"] = TITLE
    change.Root.Lang = String("en-GB")
    change.Root.MarkInfo = Dictionary(Marked=True)
    tag = change.make_indirect(Dictionary(Type=Name.StructElem, S=Name.H1, Alt=String("A map")))
    change.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([tag]))
    box = Dictionary(FT=Name.Tx, T=String("rent"), TU=String(LABEL), Subtype=Name.Widget, Rect=[0, 0, 9, 9])
    box = change.make_indirect(box)
    change.pages[0].obj.Annots = Array([box])
    change.Root.AcroForm = Dictionary(Fields=Array([box]))
    with change.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Where to write", 0))
    change.attachments["evil.exe"] = b"MZ evil"


def test_a_pdf_keeps_tags_language_title_bookmarks_and_labels_and_nothing_else(desk):
    given = written(leaflet)
    assert [word for word in LEFT_OUT if word in _everything_in(given)]
    assert send(desk, "docs", "leaflet.pdf", given).status_code == 302
    with document().file.open() as file:
        copy = file.read()
    assert not [word for word in LEFT_OUT if word in _everything_in(copy)]
    with pikepdf.open(io.BytesIO(copy)) as kept:
        assert kept.Root.Lang == "en-GB"
        assert kept.Root.MarkInfo.Marked is True
        assert kept.Root.StructTreeRoot.K[0].Alt == "A map"
        assert kept.docinfo["/Title"] == TITLE
        assert kept.open_metadata()["dc:title"] == TITLE
        assert kept.Root.AcroForm.Fields[0].TU == LABEL
        assert kept.open_outline().root[0].title == "Where to write"
        assert not kept.attachments


def test_a_tagged_pdf_warns_of_nothing(desk):
    send(desk, "docs", "leaflet.pdf", written(leaflet))
    assert str(UNTAGGED) not in unescape(desk.get(reverse("wagtaildocs:index")).text)


@pytest.mark.parametrize("given", [written(), attached("a.txt", b"a"), made.pdf()])
def test_a_pdf_without_tags_is_taken_and_warns(desk, given):
    assert send(desk, "docs", "plain.pdf", given).status_code == 302
    assert str(UNTAGGED) in unescape(desk.get(reverse("wagtaildocs:index")).text)


def test_a_pdf_without_tags_warns_beside_its_title_when_many_are_sent(desk):
    answered = send(desk, "docs", "plain.pdf", made.pdf(), many=True)
    assert str(UNTAGGED) in unescape(answered.json()["form"])


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ("Win.Test.EICAR", "may hold a virus"),
        (clamd.Silent(), "could not check"),
        (clamd.NoVerdict("?"), "could not check"),
    ],
)
def test_the_scanner_is_asked_before_anything_is_published(desk, settings, monkeypatch, found, words):
    def answer(content):
        assert content.read().startswith(b"Hello")
        if isinstance(found, Exception):
            raise found
        return found

    settings.CLAMD_URL = "tcp://127.0.0.1:3310"
    monkeypatch.setattr(clamd, "find_virus", answer)
    assert words in send(desk, "docs", "a.txt", b"Hello").text
    assert not get_document_model().objects.exists()
    monkeypatch.setattr(clamd, "find_virus", lambda content: "")
    assert send(desk, "docs", "a.txt", b"Hello").status_code == 302


BROKEN = b"\xff\xd8\xff\xe0"


def test_pictures_that_the_form_names_are_those_that_are_taken(desk):
    page = desk.get(reverse("wagtailimages:add")).text
    assert "Supported formats: GIF, HEIC, HEIF, JPEG, JPG, PNG, WEBP." in page
    assert 'accept="image/*, image/heic"' in page


def test_a_broken_picture_in_a_chooser_is_an_error_in_words(desk):
    prefix = "image-chooser-upload-"
    sent = {
        f"{prefix}title": "A title",
        f"{prefix}collection": Collection.get_first_root_node().pk,
        f"{prefix}file": SimpleUploadedFile("broken.jpg", BROKEN),
    }
    answered = desk.post(reverse("wagtailimages_chooser:create"), sent)
    assert answered.status_code == 200
    assert "cannot open" in unescape(answered.content.decode("unicode-escape"))
    assert not get_image_model().objects.exists()


def test_a_picture_replaced_by_a_broken_one_is_an_error_in_words_and_stays(desk):
    send(desk, "images", "a.png", made.photo("PNG"))
    sent = {"title": "A title", "collection": Collection.get_first_root_node().pk}
    sent["file"] = SimpleUploadedFile("broken.jpg", BROKEN)
    answered = desk.post(reverse("wagtailimages:edit", args=[picture().pk]), sent)
    assert answered.status_code == 200
    assert "cannot open" in unescape(answered.text)
    with picture().file.open() as file:
        assert Picture.open(file).format == "PNG"


@pytest.mark.parametrize("content", [None, BROKEN], ids=["gone", "broken"])
def test_a_picture_that_broke_on_the_disk_does_not_break_the_editor(desk, content):
    send(desk, "images", "a.png", made.photo("PNG"))
    path = Path(picture().file.path)
    path.unlink() if content is None else path.write_bytes(content)
    pages = ["wagtailimages:index", "wagtailimages_chooser:choose"]
    addresses = [*map(reverse, pages), reverse("wagtailimages:edit", args=[picture().pk])]
    assert [desk.get(address).status_code for address in addresses] == [200, 200, 200]
    assert get_rendition_or_not_found(picture(), "width-20").file.name == "not-found"
    gc.collect()  # Wagtail leaves the file for the smaller copy open
