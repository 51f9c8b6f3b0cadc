"""Ordinary files are taken unchanged but without metadata, or refused with matching advice, in five variants each."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.files import store
from casework.files.intake import Refused, take_in
from tests.files import made
from tests.files.honest import ROWS
from tests.files.test_cleaning import _everything_in, _unpacked
from uploads.fields import ACCEPT

pytestmark = pytest.mark.slow  # honest files of many programs are cleaned

PARTS = [(row, file) for row, files in ROWS.items() for file in files]
TRIED = [  # a photo of 48 megapixels takes a second or more
    pytest.param(row, file, id=f"{row}: {file.name}", marks=[pytest.mark.slow] * file.name.endswith(".heic"))
    for row, file in PARTS
]


def kept(name, content):
    file = take_in(SimpleUploadedFile(name, content))
    with store.open(file.key) as copy:
        return file, copy.read()


@pytest.mark.parametrize(("row", "file"), TRIED)
def test_each_honest_file_is_taken_or_refused_as_listed(row, file):
    if file.advice:
        with pytest.raises(Refused, match=file.advice):
            kept(file.name, file.made())
        return
    taken, copy = kept(file.name, file.made())
    assert taken.content_type.startswith(file.kept)
    assert file.whole(copy)
    assert made.AUTHOR not in (_everything_in(copy) if copy.startswith(b"%PDF") else "")
    assert made.AUTHOR.encode() not in _unpacked(copy)


def test_each_kind_has_at_least_five_variants():
    assert min(map(len, ROWS.values())) >= 5


def test_lossy_copy_is_detected():
    whole = {file.name: file for _row, file in PARTS}
    assert not whole["bom.pdf"].whole(made.pdf())
    assert not whole["filled.pdf"].whole(whole["filled.pdf"].made())
    assert not whole["48.heic"].whole(made.picture())
    assert not whole["rent.csv"].whole(b"a")


SAMPLES = {
    ".jpg": made.picture(), ".jpeg": made.picture(), ".png": made.picture("PNG"), ".webp": made.picture("WEBP"),
    ".gif": made.picture("GIF"), ".heic": made.picture("HEIF"), ".heif": made.picture("HEIF"), ".pdf": made.pdf(),
    ".docx": made.docx(), ".xlsx": made.xlsx(), ".odt": made.odt(),
}  # fmt: skip


def test_file_picker_offers_exactly_the_accepted_types():
    offered = {each for each in ACCEPT.split(",") if each.startswith(".")}
    for ending in offered:
        kept(f"a{ending}", SAMPLES.get(ending, b"Hello"))
    named = [file.name.rsplit(".", 1)[1] for file in ROWS["a refusal names the kind of file"]]
    refused = {f".{ending}" for ending in named} - {".docx", ".xlsx"}
    assert not offered & refused
    assert SAMPLES.keys() <= offered
