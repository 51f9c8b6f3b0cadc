"""What cleaning removes from a file (locations, devices, authors, scripts), and the limits of the cleaning process."""

import io
import zipfile

import openpyxl
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from casework.files import store
from casework.files.intake import Refused, take_in
from tests.files import made

pytestmark = pytest.mark.slow  # files are cleaned


def cleaned(name, content):
    """Return the bytes that are kept."""
    with store.open(take_in(SimpleUploadedFile(name, content)).key) as kept:
        return kept.read()


PLACES = [b"Exif", b"Nosyphone", made.AUTHOR.encode(), b"GPS", b"http://ns.adobe.com"]
PHOTOS = {
    "a.jpg": made.photo(),
    "comment.jpg": made.picture(
        comment=made.AUTHOR.encode(), xmp=b"http://ns.adobe.com/xap " + made.AUTHOR.encode()
    ),
    "profile.jpg": made.picture(icc_profile=made.AUTHOR.encode() * 20),
    "a.png": made.photo("PNG"),
    "a.webp": made.photo("WEBP"),
    "a.heic": made.photo("HEIF"),
    "a.pdf": made.pdf(made.with_photo),
    "a.docx": made.docx(
        **{"word/media/image1.jpeg": made.photo(), "word/media/image2.png": made.photo("PNG")}
    ),
    "a.odt": made.odt(**{"Pictures/1.jpg": made.photo()}),
}


@pytest.mark.parametrize("name", PHOTOS)
def test_cleaned_photo_has_no_location_or_device(name):
    assert any(word in _unpacked(PHOTOS[name]) for word in PLACES)

    kept = cleaned(name, PHOTOS[name])

    assert not [word for word in PLACES if word in _unpacked(kept)]


def _unpacked(content):
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist() if not name.startswith("docProps"))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_is_rotated_upright(orientation):
    given = made.photo(orientation=orientation, two_colours=True)
    kept = cleaned("a.jpg", given)

    upright = {1: (5, 5), 2: (55, 5), 3: (55, 35), 4: (5, 35), 5: (5, 5), 6: (35, 5), 7: (35, 55), 8: (5, 55)}
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == ((60, 40) if orientation < 5 else (40, 60))
        red, green, _blue = image.getpixel(upright[orientation])
        assert red > 200 > 60 > green


SCRIPTED = {
    "opening script": made.with_opening_script,
    "named script": made.with_named_script,
    "page script": made.with_page_script,
    "hidden script": made.with_hidden_script,
    "script in a link": made.with_link("/JavaScript", JS=pikepdf.String(made.SCRIPT.decode())),
    "program started by a link": made.with_link("/Launch", F=pikepdf.String("evil.exe")),
    "form sent away": made.with_link("/SubmitForm", F=pikepdf.String("evil.exe")),
    "link to this computer": made.with_link("/URI", URI=pikepdf.String("file:///evil.exe")),
    "script as address": made.with_link("/URI", URI=pikepdf.String(" JavaScript:app.alert()")),
    "author": made.with_author,
}
LEFT_OUT = [
    "JavaScript",
    "/JS",
    "/Launch",
    "SubmitForm",
    "evil.exe",
    "app.alert",
    "EmbeddedFile",
    made.AUTHOR,
]


@pytest.mark.parametrize("what", SCRIPTED)
def test_cleaned_pdf_has_no_actions_or_author(what):
    given = made.pdf(SCRIPTED[what])
    assert any(word in _everything_in(given) for word in LEFT_OUT)

    kept = cleaned("a.pdf", given)

    assert not [word for word in LEFT_OUT if word in _everything_in(kept)]


def _everything_in(content):
    with pikepdf.open(io.BytesIO(content)) as document:
        streams = [_read(thing) for thing in document.objects if isinstance(thing, pikepdf.Stream)]
        return repr([repr(thing) for thing in document.objects]) + repr(document.trailer) + repr(streams)


def _read(stream):
    """Return the bytes of a stream, of a picture as it is packed."""
    picture = {"/DCTDecode", "/JPXDecode"} & {str(stream.get("/Filter", ""))}
    return stream.read_raw_bytes() if picture else stream.read_bytes()


def test_cleaned_pdf_keeps_ordinary_links():
    kept = cleaned("a.pdf", made.pdf(made.with_link("/URI", URI=pikepdf.String("https://council.example/"))))

    assert "https://council.example/" in _everything_in(kept)


PEOPLE = {
    "core.docx": made.docx(),
    "comment.docx": made.docx(
        **{"word/comments.xml": f'<w:comment w:author="{made.AUTHOR}" w:initials="JN"/>'}
    ),
    "people.docx": made.docx(**{"word/people.xml": f"<w15:person w15:author='{made.AUTHOR}'/>"}),
    "core.xlsx": made.xlsx(),
    "notes.xlsx": made.xlsx(**{"xl/comments1.xml": f"<authors><author>{made.AUTHOR}</author></authors>"}),
    "persons.xlsx": made.xlsx(
        **{"xl/persons/person.xml": f'<person displayName="{made.AUTHOR}" userId="x" providerId="AD"/>'}
    ),
    "path.xlsx": made.xlsx(**{"xl/workbook.xml": f'<x15ac:absPath url="C:\\Users\\{made.AUTHOR}\\"/>'}),
    "meta.odt": made.odt(),
    "changes.odt": made.odt(**{"content.xml": f"<dc:creator>{made.AUTHOR}</dc:creator>"}),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_cleaned_office_document_keeps_text_without_author(name):
    kept = cleaned(name, PEOPLE[name])

    with zipfile.ZipFile(io.BytesIO(kept)) as packed:
        inside = {part: packed.read(part).decode() for part in packed.namelist()}
    assert made.AUTHOR not in "".join(inside.values())
    assert "Nosy Ltd" not in "".join(inside.values())
    assert name.endswith((".xlsx", ".odt")) or "Dear office" in inside["word/document.xml"]


def test_cleaned_workbook_keeps_its_numbers():
    given = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.active.append(["rent", 1200])
    workbook.properties.creator = made.AUTHOR
    workbook.save(given)

    workbook = openpyxl.load_workbook(io.BytesIO(cleaned("a.xlsx", given.getvalue())))

    assert [cell.value for cell in workbook.active[1]] == ["rent", 1200]
    assert workbook.properties.creator != made.AUTHOR


def test_cleaned_document_can_be_cleaned_again():
    for name, given in (("a.pdf", made.pdf()), ("a.docx", made.docx()), ("a.jpg", made.photo())):
        once = cleaned(name, given)

        assert len(cleaned(name, once)) == pytest.approx(len(once), rel=0.1)


def test_cleaning_process_gets_no_secrets(monkeypatch, tmp_path):
    seen = tmp_path / "seen"
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    monkeypatch.setattr("sys.executable", str(_spy(tmp_path, seen)))

    with pytest.raises(Refused):
        take_in(SimpleUploadedFile("a.jpg", made.picture()))

    assert "do not tell" not in seen.read_text()


def _spy(folder, seen):
    spy = folder / "python"
    spy.write_text(f"#!/bin/sh\n/usr/bin/env > {seen}\n")
    spy.chmod(0o700)
    return spy


def test_endless_cleaning_process_is_killed(monkeypatch, tmp_path):
    slow = tmp_path / "python"
    slow.write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    slow.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(slow))
    monkeypatch.setattr("casework.files.intake.LONGEST_SECONDS", 0.3)

    with pytest.raises(Refused, match="too large once opened"):
        take_in(SimpleUploadedFile("a.jpg", made.picture()))
