"""B-13: what leaves again of the files that were kept: nothing runs in a browser, nothing opens on our origin."""

import itertools
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from playwright.sync_api import Error

from casework.cases.models import CaseFile
from casework.cases.services.messages.message import attach
from casework.cases.tasks.file import scan_files
from casework.files import store
from casework.files.intake import Refused, take_in
from casework.files.models import Scan
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.browser import painted, wait_until
from tests.files.hostile import RUNS, SEEN, table
from tests.trust.uploading import drawn

TYPES = re.compile(
    r"image/(jpeg|png|webp)|application/pdf|application/vnd\.[\w.-]+|text/plain; charset=utf-8"
)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept(assembly, amount):
    """Return the files of the table on a case of Ada's, as far as they were taken."""
    case = factories.case(office=assembly.office, raised_by=assembly.ada)
    with scoped(ALL):
        for row in drawn(amount, [row for row in table() if row.kept or row.virus]):
            try:
                taken = take_in(SimpleUploadedFile("x", row.made(), "x/y"))
            except Refused:
                continue
            attach(case=case, message=case.messages.get(), files=[taken])
        return list(CaseFile.objects.filter(case=case).select_related("case"))


def addresses(file, paths=("/my-cases/", "/office/cases/")):
    return [f"{path}{file.case.reference}/files/{file.uuid}/" for path in paths]


def inline_fault(answer):
    said = answer.headers
    closed = said.get("Content-Security-Policy", "").startswith("sandbox; default-src 'none'")
    good = (
        said["Content-Disposition"].startswith("attachment") and said["X-Content-Type-Options"] == "nosniff"
    )
    if answer.status_code == 200 and closed and good and TYPES.fullmatch(said["Content-Type"]):
        return ""
    return f"{answer.status_code} {dict(said)}"


def test_stored_files_are_sent_as_downloads(kept, assembly, sign_in, client, proof):
    failures, tried = [], 0
    for user, path in ((assembly.ada, "/my-cases/"), (assembly.ben, "/office/cases/")):
        sign_in(user)
        for file in kept:
            tried += 1
            answer = client.get(*addresses(file, [path]))
            answer.close()
            if fault := inline_fault(answer):
                failures.append(f"{file.name}: {fault}")
    proof("B-13", "kept files leave only as downloads of a few types", tried=tried, failures=failures)
    answer.headers["Content-Disposition"] = "inline"
    assert inline_fault(answer)


OPENED_AS = """(url) => {
  for (const name of ["iframe", "object", "embed", "script", "img"]) {
    const thing = document.createElement(name);
    thing[name === "object" ? "data" : "src"] = url;
    document.body.append(thing);
  }
  document.head.append(Object.assign(document.createElement("link"), {rel: "stylesheet", href: url}));
}"""


@pytest.fixture
def try_to_run(browser, live_server, assembly, sign_in, client):
    """Open a URL in every way a page can, without our content security policy, and return how often something ran."""
    sign_in(assembly.ada)
    context = browser.new_context(base_url=live_server.url, bypass_csp=True)
    value = client.cookies["session"].value
    context.add_cookies([{"name": "session", "value": value, "url": live_server.url}])
    ran = []
    page = context.new_page()
    context.on("request", lambda request: ran.append(request.url) if SEEN in request.url else None)
    ended = []
    page.on("requestfinished", lambda request: ended.append(request.url))
    page.on("requestfailed", lambda request: ended.append(request.url))
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))

    def go(address):
        before = len(ran)
        try:
            page.goto(address)
        except Error as error:
            assert "Download is starting" in str(error)  # noqa: PT017  what a download says to whoever opens it
        page.goto("/find-your-members/")
        ended.clear()
        page.evaluate(OPENED_AS, address)
        answered = lambda: sum(address in url for url in ended) == 6  # noqa: E731
        wait_until(page, answered, "each of the six elements has its answer")
        painted(page)
        return len(ran) - before

    yield go
    page.wait_for_load_state("networkidle")  # no request may be under way when the tables are emptied
    context.close()


@pytest.mark.trust
@pytest.mark.browser
def test_stored_files_run_no_script_in_a_browser(kept, try_to_run, amount, proof):
    chosen = kept[:: max(1, len(kept) // amount(8, len(kept)))]
    runs = [(file, try_to_run(*addresses(file, ["/my-cases/"]))) for file in chosen]
    failures = [f"{file.name} ({file.content_type}) ran" for file, times in runs if times]
    proof("B-13", "kept files opened in Chromium in seven ways", tried=len(chosen) * 7, failures=failures)


@pytest.mark.trust
@pytest.mark.browser
def test_running_script_in_a_file_is_detected(case, try_to_run, monkeypatch):
    with scoped(ALL):
        taken = take_in(SimpleUploadedFile("a.txt", b"Hello"))
        attach(case=case, message=case.messages.get(), files=[taken])
        address = addresses(CaseFile.objects.select_related("case").get(), ["/my-cases/"])[0]
    assert try_to_run(address) == 0
    monkeypatch.setattr(
        "uploads.stored.attachment", lambda content, **_: content.close() or HttpResponse(RUNS)
    )
    assert try_to_run(address) > 0


def test_scanner_finds_viruses_in_stored_files_without_false_alarms(scanner, kept, amount, proof):
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
