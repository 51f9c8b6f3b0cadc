"""The oracle finds a canary in every form that TRUST.md names. A form it missed would make the proofs empty."""

import gzip
import html
import io
import json
import quopri
import zipfile
import zlib
from base64 import b64encode, urlsafe_b64encode
from email.message import EmailMessage
from urllib.parse import quote, quote_plus

import brotli
import pikepdf
import pytest

from .oracle import MARK, canaries_in

CANARY = MARK + "4k7m2p9x3v1"
TEXT = f"Dear office, <b>{CANARY}</b> & more: é, “quotes”."


def zipped(name="notes.txt", text=TEXT):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return packed.getvalue()


def pdf(*, info=b"", content=b""):
    document, made = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.pages[0].Contents = document.make_stream(content)
    document.trailer.Info = pikepdf.Dictionary(Title=pikepdf.String(info))
    document.save(made, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()


def mail(encoding):
    message = EmailMessage()
    message["Subject"] = "Hello"
    message.set_content("x" * 61 + TEXT * 3, cte=encoding)
    return message.as_bytes()


def subject(text):
    message = EmailMessage()
    message["Subject"] = text
    return message.as_bytes()


FORMS = {
    "plain": TEXT.encode(),
    "capitals": TEXT.upper().encode(),
    "HTML": html.escape(TEXT).encode(),
    "HTML, every character": "".join(f"&#x{ord(c):x};" for c in TEXT).encode(),
    "HTML, decimal": "".join(f"&#{ord(c)};" for c in TEXT).encode(),
    "HTML, twice": html.escape("".join(f"&#{ord(c)};" for c in TEXT)).encode(),
    "URL": quote(TEXT).encode(),
    "URL, every character": "".join(f"%{b:02X}" for b in TEXT.encode()).encode(),
    "URL, plus": quote_plus(TEXT).encode(),
    "URL, twice": quote("".join(f"%{b:02x}" for b in TEXT.encode())).encode(),
    "base64 0": b64encode(b"abc" + TEXT.encode()),
    "base64 1": b64encode(b"abcd" + TEXT.encode()),
    "base64 2": b64encode(b"abcde" + TEXT.encode()),
    "base64 of the canary alone": b64encode(CANARY.encode()),
    "base64 of addresses": urlsafe_b64encode(b"??>>~~" + TEXT.encode()),
    "base64 amid text": b"key=" + b64encode(CANARY.encode()) + b"; path=/",
    "base64 of UTF-16": b64encode(TEXT.encode("utf-16")),
    "base64 of gzip": b64encode(gzip.compress(TEXT.encode())),
    "base64 of a session": urlsafe_b64encode(zlib.compress(TEXT.encode())),
    "quoted-printable": quopri.encodestring(TEXT.encode()),
    "quoted-printable, every character": "".join(f"={b:02X}" for b in TEXT.encode()).encode(),
    "quoted-printable, broken in two": b"zqcan4k7=\r\nm2p9x3v1",
    "UTF-16": TEXT.encode("utf-16"),
    "UTF-16, little end first": TEXT.encode("utf-16-le"),
    "UTF-16, big end first": TEXT.encode("utf-16-be"),
    "UTF-32": TEXT.encode("utf-32"),
    "JSON": json.dumps({"said": TEXT}).encode(),
    "JSON, every character": "".join(f"\\u{ord(c):04x}" for c in TEXT).encode(),
    "script": "".join(f"\\x{ord(c):02X}" for c in CANARY).encode(),
    "gzip": gzip.compress(TEXT.encode()),
    "gzip of HTML": gzip.compress("".join(f"&#{ord(c)};" for c in TEXT).encode()),
    "deflate": zlib.compress(TEXT.encode()),
    "brotli": brotli.compress((TEXT * 50).encode()),
    "ZIP": zipped(),
    "ZIP, the name of a file": zipped(name=f"{CANARY}.txt", text="nothing"),
    "ZIP in a ZIP": zipped(text=zipped()),
    "a spreadsheet": zipped(name="xl/sharedStrings.xml", text=f"<sst><si><t>{CANARY}</t></si></sst>"),
    "PDF, its text": pdf(content=f"BT ({CANARY}) Tj ET".encode()),
    "PDF, its title": pdf(info=CANARY.encode()),
    "PDF, its title in UTF-16": pdf(info=CANARY.encode("utf-16-be")),
    "mail in quoted-printable": mail("quoted-printable"),
    "mail in base64, in lines": mail("base64"),
    "the subject of a mail": subject(f"“{CANARY}” – é"),
}


@pytest.mark.parametrize("form", FORMS)
def test_canary_is_found_in_each_encoding(form):
    assert CANARY in canaries_in(FORMS[form])


def test_oracle_covers_every_encoding(proof):
    missed = [form for form, data in FORMS.items() if CANARY not in canaries_in(data)]
    proof("B-01", "forms in which the oracle finds a canary", tried=len(FORMS), failures=missed)


def test_truncated_canary_is_found():
    assert canaries_in(f"<td>{CANARY[:9]}…</td>".encode()) == {CANARY[:9]}


@pytest.mark.parametrize(
    "data", [b"", b"<p>Nothing here.</p>", bytes(range(256)) * 40, b64encode(b"zq" * 99)]
)
def test_text_without_canary_reports_none(data):
    assert canaries_in(data) == set()


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04 but no more", b"%PDF-1.7 but no more", b"\x1f\x8b but no more"]
)
def test_malformed_archive_raises_no_error(data):
    assert canaries_in(data) == set()
