"""B-13: hostile files sent to a real process: what is kept, what is refused and how, and the cost for the machine."""

import html
import io
import re
import zipfile

import pikepdf
import pytest
from django.core.cache import cache
from PIL import Image

from casework.files import store
from casework.questionnaires.models import SubmissionFile
from tests.files import made
from tests.files.hostile import RUNS, table
from tests.files.test_cleaning import LEFT_OUT
from tests.trust.uploading import MEGABYTE, drawn

SECONDS, MEMORY = 5, 150 * MEGABYTE
LONGEST_WAIT = 30  # on a machine that has other things to do


pytestmark = pytest.mark.django_db(transaction=True)


def fault_of(row, answer):
    """Return what is wrong with the answer to one file; "" if nothing is."""
    new = SubmissionFile.objects.exclude(question="seen").first()
    words = html.unescape(answer.words)
    if answer.seconds > SECONDS or answer.waited > LONGEST_WAIT or answer.grown > MEMORY:
        return (
            f"{answer.seconds:.1f} s, {answer.waited:.1f} s on the clock and {answer.grown / MEGABYTE:.0f} MB"
        )
    if new is None and 400 <= answer.status < 500 and row.advice and re.search(row.advice, words):
        return ""
    if new is None or answer.status != 302 or not (row.kept or row.virus):
        said = re.findall(r"govuk-error-message.*?</span>(.*?)</p>", words, re.S)
        return f"{answer.status}, {new and new.content_type}, {said}"
    if row.kept and not new.content_type.startswith(tuple(row.kept.split("|"))):
        return f"kept as {new.content_type}"
    with store.open(new.key) as kept:
        content = kept.read()
    lost = "" if row.whole(content) else "something of it is lost"
    return lost or name_fault(new.name) or traces_in(content)


def name_fault(name):
    hidden = any(not letter.isprintable() and letter not in "\u200d\u200c" for letter in name)
    return (
        f"kept under the name {name!r}"
        if hidden or set("/\\") & set(name) or not 0 < len(name) <= 200
        else ""
    )


def traces_in(content):
    """Return traces of a person, a place or a program in bytes that were kept."""
    if content.startswith(b"%PDF"):
        everything = pdf_words(content)
        return ", ".join(word for word in [*LEFT_OUT, "XFA", RUNS.decode()] if word in everything)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "".join(traces_in(packed.read(name)) for name in packed.namelist())
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8")):
        with Image.open(io.BytesIO(content)) as image:
            notes = set(image.info) & {"exif", "xmp", "comment", "icc_profile", "XML:com.adobe.xmp"}
            return f"notes: {notes}" if notes or len(image.getexif()) else ""
    return "the author" if made.AUTHOR.encode() in content else ""


def pdf_words(content):
    with pikepdf.open(io.BytesIO(content)) as document:
        streams = [thing.read_raw_bytes() for thing in document.objects if isinstance(thing, pikepdf.Stream)]
        return repr([repr(thing) for thing in document.objects]) + repr(document.trailer) + repr(streams)


@pytest.mark.trust
def test_each_hostile_file_is_cleaned_or_refused_with_advice(stranger, amount, proof, settings):
    rows, failures, slowest, largest = drawn(amount, table()), [], 0.0, 0
    stranger.send(("first.txt", b"The first request loads what all others use."))
    SubmissionFile.objects.update(question="seen")
    for number, row in enumerate(rows):
        if number % 250 == 0:
            cache.clear()  # more than this a network may not send in an hour
        answer = stranger.send((row.name, row.made()))
        if fault := fault_of(row, answer):
            failures.append(f"{row}: {fault}")
        slowest, largest = max(slowest, answer.seconds), max(largest, answer.grown)
        SubmissionFile.objects.exclude(question="seen").update(question="seen")
    orphans = set(store.keys()) - set(SubmissionFile.objects.values_list("key", flat=True))
    failures += [f"bytes without a row: {key}" for key in orphans]
    what = (
        f"files sent: kept clean or refused in words (at most {slowest:.1f} s, {largest / MEGABYTE:.0f} MB)"
    )
    proof("B-13", what, tried=len(rows), failures=failures)


@pytest.mark.trust
def test_wrong_handling_of_a_file_is_detected(stranger):
    [honest] = [row for row in table() if row.name == "a.txt" and row.kept]
    [refused] = [row for row in table() if row.name == "a.svg"]
    answer = stranger.send((refused.name, refused.made()))
    assert fault_of(honest, answer)
    assert not fault_of(refused, answer)
    answer.grown = MEMORY + 1
    assert "MB" in fault_of(refused, answer)
    stranger.send(("a.txt", b"Hello"))
    assert fault_of(refused, answer)
    assert traces_in(made.photo())
    assert traces_in(made.docx())
    assert traces_in(made.pdf(made.with_named_script))
