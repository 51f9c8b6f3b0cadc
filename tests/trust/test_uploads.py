"""B-13: files that strangers send. A table of them through a real process: what is kept, what is refused and how, what
it costs the machine; nothing runs in a real browser, nothing is opened on our address, floods are cut."""

import html
import io
import itertools
import re
import select
import socket
import time
import zipfile

import pikepdf
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from PIL import Image
from playwright.sync_api import Error

from casework.cases.files import scan_files
from casework.cases.models import CaseFile
from casework.cases.services import attach
from casework.files import store
from casework.files.intake import Refused, take_in
from casework.files.models import Scan
from casework.questionnaires.models import SubmissionFile
from casework.scope import ALL, scoped
from tests import factories
from tests.files import made
from tests.files.hostile import RUNS, SEEN, table
from tests.files.test_cleaning import LEFT_OUT
from tests.raise_case.conftest import contact, definition, hand  # noqa: F401
from tests.trust.service import processes
from tests.trust.uploading import MEGABYTE, STEP, Stranger, part

SECONDS, MEMORY = 5, 150 * MEGABYTE
LONGEST_WAIT = 30  # on a machine that has other things to do
LIMIT = 51 * MEGABYTE  # what a request may bring, and the megabyte after which the line is cut
TYPES = re.compile(
    r"image/(jpeg|png|webp)|application/pdf|application/vnd\.[\w.-]+|text/plain; charset=utf-8"
)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stranger(hand, tmp_path, monkeypatch):  # noqa: F811
    """Somebody at the step for files, at a process that keeps them where the test can look."""
    hand.fill(until="files")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    with processes(1) as [process]:
        yield Stranger(process, hand.client.cookies["session"].value)


def drawn(amount, rows):
    """The short form takes every so many of each group."""
    most = amount(30, len(rows))
    return rows[:: max(1, len(rows) // most)]


# --- The table ------------------------------------------------------------------------------------------


def fault_of(row, answer):
    """What is wrong with the answer to one file; empty if nothing is."""
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
        return name_fault(new.name) or traces_in(kept.read())


def name_fault(name):
    hidden = any(not letter.isprintable() and letter not in "\u200d\u200c" for letter in name)
    return (
        f"kept under the name {name!r}"
        if hidden or set("/\\") & set(name) or not 0 < len(name) <= 200
        else ""
    )


def traces_in(content):
    """What is left of a person, a place or a program in bytes that were kept."""
    if content.startswith(b"%PDF"):
        everything = pdf_words(content)
        return ", ".join(word for word in [*LEFT_OUT, "XFA", RUNS.decode()] if word in everything)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "".join(traces_in(packed.read(name)) for name in packed.namelist())
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG", b"RIFF")):
        with Image.open(io.BytesIO(content)) as image:
            notes = set(image.info) & {"exif", "xmp", "comment", "icc_profile", "XML:com.adobe.xmp"}
            return f"notes: {notes}" if notes or len(image.getexif()) else ""
    return "the author" if made.AUTHOR.encode() in content else ""


def pdf_words(content):
    with pikepdf.open(io.BytesIO(content)) as document:
        streams = [thing.read_raw_bytes() for thing in document.objects if isinstance(thing, pikepdf.Stream)]
        return repr([repr(thing) for thing in document.objects]) + repr(document.trailer) + repr(streams)


def test_each_file_of_the_table_is_kept_clean_or_refused_in_words(stranger, amount, proof, settings):
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


def test_a_wrong_treatment_would_be_seen(stranger):
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


# --- Floods ---------------------------------------------------------------------------------------------


def pour(stranger, length):
    """Send one file of this length until we are answered or cut off: bytes that left us, the answer's first line."""
    head = f"POST {STEP} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in stranger.headers.items())
    first = stranger.body().removesuffix(f"--{stranger.boundary}--\r\n".encode())
    first += f"--{stranger.boundary}\r\n".encode() + part("files-files", "flood.jpg")
    piece, sent = b"\xff\xd8\xff" + bytes(64 * 1024), 0
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 64 * 1024)
        line.settimeout(60)
        line.connect(("127.0.0.1", stranger.process.port))
        try:
            line.sendall(head.encode() + b"\r\n" + first)
            while sent < length and not select.select([line], [], [], 0)[0]:
                sent += line.send(piece)
            return sent, line.recv(1000).decode("latin-1").split("\r\n")[0]
        except OSError:
            return sent, ""


def on_the_way():
    """What the kernel may hold between us and the process."""
    with open("/proc/sys/net/ipv4/tcp_rmem") as settings:
        return int(settings.read().split()[2]) + 256 * 1024


def test_ten_gigabytes_are_cut_before_the_disk_or_memory_fills(stranger, proof):
    stranger.send(("first.txt", b"Hello"))
    with stranger.watch as watch:
        began = time.monotonic()
        sent, answered = pour(stranger, 10 * 1024 * MEGABYTE)
        seconds = time.monotonic() - began
    failures = []
    if not MEGABYTE < sent <= LIMIT + on_the_way():
        failures.append(f"{sent:,} bytes left us")
    if watch.spooled > 2 * 10 * MEGABYTE or watch.grown > MEMORY:
        failures.append(f"{watch.spooled:,} bytes on the disk, {watch.grown:,} in memory")
    if answered and " 422 " not in answered:
        failures.append(answered)
    if stranger.process.ask("/health/live").status != 200:
        failures.append("the service no longer answers")
    what = (
        f"a stream of 10 GB cut after {sent / MEGABYTE:.0f} MB, {watch.spooled / MEGABYTE:.0f} MB on the disk"
    )
    proof("B-13", f"{what}, {seconds:.1f} s", tried=1, failures=failures)


def test_many_files_and_one_after_the_other_are_stopped(stranger, amount, proof):
    failures, tries = [], amount(12, 302)
    answer = stranger.send(*((f"{number}.txt", b"a") for number in range(10_000)))
    if answer.status != 400 or answer.seconds > SECONDS:
        failures.append(f"10,000 files: {answer.status} after {answer.seconds:.1f} s")
    answers = [stranger.send((f"{number}.txt", b"a")) for number in range(tries)]
    expected = [302] * 10 + [422] * 290 + [429] * 2
    failures += [
        f"file {number + 1}: {answer.status} instead of {status}"
        for number, (answer, status) in enumerate(zip(answers, expected, strict=False))
        if answer.status != status
    ]
    if "too many files" not in answers[11].words:
        failures.append("no word about how many files one may add")
    proof(
        "B-13",
        "files beyond what one form, one hour or one request takes",
        tried=tries + 1,
        failures=failures,
    )


# --- What leaves again ----------------------------------------------------------------------------------


@pytest.fixture
def kept(assembly, amount):
    """Files of the table on a case of Ada's, as far as they were taken."""
    case = factories.case(office=assembly.office, raised_by=assembly.ada)
    with scoped(ALL):
        for row in drawn(amount, [row for row in table() if row.kept or row.virus]):
            try:
                taken = take_in(SimpleUploadedFile("x", row.made(), "x/y"))
            except Refused:
                continue
            attach(case=case, message=case.messages.get(), files=[taken])
        return list(CaseFile.objects.filter(case=case).select_related("case"))


def addresses(file, doors=("/my-cases/", "/office/cases/")):
    return [f"{door}{file.case.reference}/files/{file.uuid}/" for door in doors]


def inline_fault(answer):
    said = answer.headers
    closed = said.get("Content-Security-Policy", "").startswith("sandbox; default-src 'none'")
    good = (
        said["Content-Disposition"].startswith("attachment") and said["X-Content-Type-Options"] == "nosniff"
    )
    if answer.status_code == 200 and closed and good and TYPES.fullmatch(said["Content-Type"]):
        return ""
    return f"{answer.status_code} {dict(said)}"


def test_nothing_is_opened_on_our_address(kept, assembly, sign_in, client, proof):
    failures, tried = [], 0
    for user, door in ((assembly.ada, "/my-cases/"), (assembly.ben, "/office/cases/")):
        sign_in(user)
        for file in kept:
            tried += 1
            answer = client.get(*addresses(file, [door]))
            answer.close()
            if fault := inline_fault(answer):
                failures.append(f"{file.name}: {fault}")
    proof("B-13", "kept files leave only as downloads of a few types", tried=tried, failures=failures)
    answer.headers["Content-Disposition"] = "inline"
    assert inline_fault(answer)


WAYS = """(url) => {
  for (const name of ["iframe", "object", "embed", "script", "img"]) {
    const thing = document.createElement(name);
    thing[name === "object" ? "data" : "src"] = url;
    document.body.append(thing);
  }
  document.head.append(Object.assign(document.createElement("link"), {rel: "stylesheet", href: url}));
}"""


@pytest.fixture
def try_to_run(browser, live_server, assembly, sign_in, client):
    """Opens an address in every way a page can, with our policy for pages switched off; how often something ran."""
    sign_in(assembly.ada)
    context = browser.new_context(base_url=live_server.url, bypass_csp=True)
    value = client.cookies["session"].value
    context.add_cookies([{"name": "session", "value": value, "url": live_server.url}])
    ran = []
    page = context.new_page()
    context.on("request", lambda request: ran.append(request.url) if SEEN in request.url else None)
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))

    def go(address):
        before = len(ran)
        try:
            page.goto(address)
        except Error as error:
            assert "Download is starting" in str(error)  # noqa: PT017  what a download says to whoever opens it
        page.goto("/find-your-members/")
        page.evaluate(WAYS, address)
        page.wait_for_timeout(100)
        return len(ran) - before

    yield go
    page.wait_for_load_state("networkidle")  # no request may be under way when the tables are emptied
    context.close()


@pytest.mark.browser
def test_nothing_runs_in_a_browser(kept, try_to_run, amount, proof):
    chosen = kept[:: max(1, len(kept) // amount(8, len(kept)))]
    runs = [(file, try_to_run(*addresses(file, ["/my-cases/"]))) for file in chosen]
    failures = [f"{file.name} ({file.content_type}) ran" for file, times in runs if times]
    proof("B-13", "kept files opened in Chromium in seven ways", tried=len(chosen) * 7, failures=failures)


@pytest.mark.browser
def test_a_file_that_ran_would_be_seen(case, try_to_run, monkeypatch):
    with scoped(ALL):
        taken = take_in(SimpleUploadedFile("a.txt", b"Hello"))
        attach(case=case, message=case.messages.get(), files=[taken])
        address = addresses(CaseFile.objects.select_related("case").get(), ["/my-cases/"])[0]
    assert try_to_run(address) == 0
    monkeypatch.setattr(
        "portal.my_cases.views.attachment", lambda content, **_: content.close() or HttpResponse(RUNS)
    )
    assert try_to_run(address) > 0


def test_viruses_are_found_in_what_was_kept_and_nothing_else_is(scanner, kept, amount, proof):
    while scan_files():
        pass
    with scoped(ALL):
        found = {file.pk: file.scan for file in CaseFile.objects.all()}
    rows = [row for row in table() if row.virus]
    with scoped(ALL):
        case = kept[0].case
        files = [take_in(SimpleUploadedFile(row.name, row.made())) for row in rows]
        attach(case=case, message=case.messages.get(), files=files)
        scan_files()
        infected = CaseFile.objects.filter(key__in=[file.key for file in files])
        missed = [file.name for file in infected if file.scan != Scan.QUARANTINED]
    reached = [file.name for file in files if store.open_or_none(file.key)]
    unclear = [str(key) for key, scan in found.items() if scan == Scan.WAITING]
    failures = list(itertools.chain(missed, reached, unclear))
    proof(
        "B-13",
        "files scanned: our own virus found, its bytes out of reach",
        tried=len(found) + len(rows),
        failures=failures,
    )
