"""Word, Excel and OpenDocument files: zip parts are checked one by one and repacked without the author."""

import re
import zipfile
from io import BytesIO

from casework.files.kinds import ARCHIVES, EICAR, OLD_OFFICE

from .personal import without_people
from .segments import without_notes, without_svg_notes
from .verdict import CannotTake, Verdict

MOST_PARTS = 2_000
MOST_UNPACKED = 80 * 1024 * 1024
MOST_RATIO = 200
SMALL = 256 * 1024  # a small part may pack as well as it likes
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
ODT_MIMETYPE = OPEN_DOCUMENT + b"text"
APPLE_PARTS = {"Index.zip", "index.xml", "index.apxl", "buildVersionHistory.plist"}
PROGRAM_PARTS = {"META-INF/MANIFEST.MF", "AndroidManifest.xml"}
OFFICE_PARTS = {"xl/workbook.bin", "visio/document.xml", "FixedDocSeq.fdseq", "FixedDocumentSequence.fdseq"}
ACTIVE = re.compile(
    r"vbaProject|vbaData|macrosheets/|dialogsheets/|activeX/|ctrlProps/|customUI|^Basic/|^Scripts/|^Configurations2/.*\.(py|js|bsh)$",
    re.IGNORECASE,
)
NESTED = re.compile(r"embeddings/", re.IGNORECASE)
PROGRAM_STARTS = (b"MZ\x90", b"\x7fELF", b"#!")
ENTITIES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
ACTIVE_WORDS = re.compile(
    rb"macroEnabled|<script:event-listener|<office:script[ >]|xlink:href=\"(vnd\.sun\.star\.script|macro):"
    rb"|(<w:instrText[^<>]*>|w:instr=\")\s*DDE|<(\w+:)?ddeLink|text:dde-|office:dde-",
)
REACHING = re.compile(
    rb"<(?:\w+:)?Relationship\b[^<>]*TargetMode\s*=\s*[\"']External[\"'][^<>]*>", re.IGNORECASE
)
LINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)
REMOTE_ODF = re.compile(
    rb"<draw:(image|object|plugin|applet|floating-frame)\b[^<>]*xlink:href=\"(https?|file|ftp|//)"
)
XML_ENDINGS = (".xml", ".rels", ".rdf", ".vml")


def clean(content: bytes, copy: BytesIO) -> Verdict:
    """Repack the document into `copy`, checking each part."""
    if not content.startswith(b"PK\x03\x04"):
        raise CannotTake(Verdict.MIXED)
    with zipfile.ZipFile(BytesIO(content)) as packed:
        parts = packed.infolist()
        _check_list(parts)
        verdict = _kind(packed)
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as repacked:
            unpacked = 0
            for part in parts:
                inside = _read(packed, part, MOST_UNPACKED - unpacked)
                unpacked += len(inside)
                _check_part(part.filename, inside)
                _write(repacked, part.filename, _without_notes(part.filename, inside))
    return verdict


def _check_list(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise CannotTake(Verdict.TOO_PACKED)
    if any(part.flag_bits & 1 for part in parts):
        raise CannotTake(Verdict.LOCKED)
    names = [part.filename for part in parts]
    if len({name.lower() for name in names}) != len(names):
        raise CannotTake(Verdict.BROKEN)
    if parts[0].header_offset != 0:
        raise CannotTake(Verdict.MIXED)
    for name in names:
        if name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") or not name.isprintable():
            raise CannotTake(Verdict.BROKEN)


def _kind(packed: zipfile.ZipFile) -> Verdict:
    """By the part every such document must have; any other zip is only an archive."""
    names = set(packed.namelist())
    if {"[Content_Types].xml", "word/document.xml"} <= names:
        return Verdict.DOCX
    if {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        return Verdict.XLSX
    mimetype = _read(packed, packed.getinfo("mimetype"), 200).strip() if "mimetype" in names else b""
    if "content.xml" in names and mimetype == ODT_MIMETYPE:
        return Verdict.ODT
    raise CannotTake(_other_kind(names, mimetype))


def _other_kind(names: set[str], mimetype: bytes) -> Verdict:
    """What a zip is that we do not take, so that the refusal names it."""
    if "ppt/presentation.xml" in names or mimetype.startswith(OPEN_DOCUMENT + b"presentation"):
        return Verdict.SLIDES
    if mimetype == b"application/epub+zip":
        return Verdict.BOOK
    if names & APPLE_PARTS or any(name.endswith(".iwa") for name in names):
        return Verdict.APPLE
    if names & PROGRAM_PARTS:
        return Verdict.PROGRAM
    return (
        Verdict.OTHER_OFFICE
        if names & OFFICE_PARTS or mimetype.startswith(OPEN_DOCUMENT)
        else Verdict.ARCHIVE
    )


def _read(packed: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    """Return one unpacked part. Stop as soon as it exceeds the ratio or total size limit."""
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise CannotTake(Verdict.BROKEN)
    most = min(most, max(SMALL, part.compress_size * MOST_RATIO))
    with packed.open(part) as source:
        inside = source.read(most + 1)
    if len(inside) > most:
        raise CannotTake(Verdict.TOO_PACKED)
    return inside


def _check_part(name: str, inside: bytes) -> None:
    if EICAR in inside:
        raise CannotTake(Verdict.VIRUS)
    if ACTIVE.search(name) or inside.startswith(PROGRAM_STARTS):
        raise CannotTake(Verdict.ACTIVE)
    if NESTED.search(name) or inside.startswith((*ARCHIVES, OLD_OFFICE)):
        raise CannotTake(Verdict.NESTED)
    if name.lower().endswith(XML_ENDINGS):
        _check_xml(name, inside)


def _check_xml(name: str, inside: bytes) -> None:
    if b"\0" in inside[:4] or inside.startswith((b"\xff\xfe", b"\xfe\xff")) or ENTITIES.search(inside):
        raise CannotTake(Verdict.BROKEN)  # no office program writes UTF-16 or entities of its own
    if ACTIVE_WORDS.search(inside):
        raise CannotTake(Verdict.ACTIVE)
    if b"manifest:encryption-data" in inside:
        raise CannotTake(Verdict.LOCKED)
    if REMOTE_ODF.search(inside) or any(not LINK.search(tag) for tag in REACHING.findall(inside)):
        raise CannotTake(Verdict.LINKED)


def _without_notes(name: str, inside: bytes) -> bytes:
    if name.lower().endswith(".svg"):
        return without_svg_notes(inside)
    return without_people(name, without_notes(inside))


def _write(repacked: zipfile.ZipFile, name: str, inside: bytes) -> None:
    part = zipfile.ZipInfo(name)  # its date is 1980: when somebody last worked on it is nobody's business
    part.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
    repacked.writestr(part, inside)
