"""PDF files: written anew without scripts, actions that reach out, files inside, notes about the author."""

import base64
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from casework.files.kinds import EICAR

from .segments import JPEG_START, without_notes
from .verdict import CannotTake, Verdict

MOST_UNPACKED = 300 * 1024 * 1024
MOST_PIXELS = 200_000_000
MOST_DEPTH = 50
DROPPED = {
    "/AA", "/AF", "/EF", "/EmbeddedFiles", "/JS", "/JavaScript", "/LastModified", "/Metadata", "/OpenAction",
    "/PieceInfo", "/RichMediaContent", "/RichMediaSettings", "/XFA",
}  # fmt: skip
ACTIONS_THAT_REACH_OUT = {
    "/JavaScript", "/Launch", "/GoToR", "/GoToE", "/ImportData", "/SubmitForm", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute", "/GoTo3DView",
}  # fmt: skip
SAFE_LINKS = ("http:", "https:", "mailto:", "tel:")
# Some programs name fonts and pictures with letters, /AA among them.
RESOURCES = {"/Font", "/XObject", "/ExtGState", "/Pattern", "/Shading"}
UNWANTED_NOTES = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
FLATE = {"/FlateDecode", "/Fl"}
DCT = {"/DCTDecode", "/DCT"}
WRITTEN_AS_LETTERS = {"/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"}
OLD_PACKING = {"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}
MOST_OLD_PACKING = 1024 * 1024


def clean(content: bytes, copy: BytesIO) -> Verdict:
    """Write the document anew into `copy`. One that opens without a password is kept without its locks."""
    if EICAR in content:
        raise CannotTake(Verdict.VIRUS)
    if zipfile.is_zipfile(BytesIO(content)):
        raise CannotTake(Verdict.MIXED)
    try:
        pdf = Pdf.open(BytesIO(content))
    except pikepdf.PasswordError:
        raise CannotTake(Verdict.LOCKED) from None
    with pdf:
        if len(pdf.pages) == 0:
            raise CannotTake(Verdict.BROKEN)
        _disarm(pdf)
        pdf.save(
            copy,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,  # the same file sent twice is the same copy
        )
    return Verdict.PDF


def _disarm(pdf: Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    if "/Collection" in pdf.Root:
        del pdf.Root["/Collection"]  # a portfolio shows the files inside instead of its pages
    unpacked = 0
    for thing in pdf.objects:
        if isinstance(thing, Stream):
            unpacked += _unpacked_size(thing, MOST_UNPACKED - unpacked)
            _strip_picture(thing)
        for part in _parts(thing):
            _disarm_dictionary(part)
    for page in pdf.pages:
        _drop_unwanted_notes(page.obj)


def _parts(thing: pikepdf.Object, depth: int = 0) -> Iterator[pikepdf.Object]:
    """The dictionaries written inside one object, itself included; what it only points to has its own turn."""
    if depth > MOST_DEPTH:
        raise CannotTake(Verdict.BROKEN)
    if isinstance(thing, Array):
        inner = list(thing.as_list())
    elif isinstance(thing, Dictionary | Stream):
        yield thing
        inner = [value for _, value in thing.items()]
    else:
        return
    for value in inner:
        if isinstance(value, Array | Dictionary) and not value.is_indirect:
            yield from _parts(value, depth + 1)


def _disarm_dictionary(part: pikepdf.Object) -> None:
    reaches_out = _reaches_out(part)
    for key in list(part.keys()):
        if reaches_out or (key in DROPPED and not _is_resource(part[key])):
            del part[key]


def _reaches_out(part: pikepdf.Object) -> bool:
    """Whether this is an action that runs something, opens another file or sends something away."""
    if isinstance(part, Stream) or "/S" not in part:
        return False
    if part.get("/S") == Name.URI:
        return not str(part.get("/URI", "")).strip().lower().startswith(SAFE_LINKS)
    return str(part.get("/S")) in ACTIONS_THAT_REACH_OUT


def _is_resource(value: pikepdf.Object) -> bool:
    return isinstance(value, Dictionary | Stream) and str(value.get("/Type", "")) in RESOURCES


def _drop_unwanted_notes(page: pikepdf.Object) -> None:
    notes = page.get("/Annots")
    if isinstance(notes, Array):
        kept = [
            note
            for note in notes
            if isinstance(note, Dictionary) and str(note.get("/Subtype", "")) not in UNWANTED_NOTES
        ]
        page.Annots = Array(kept)


def _filters(stream: Stream) -> list[str]:
    named = stream.get("/Filter")
    if named is None:
        return []
    return [str(name) for name in named] if isinstance(named, Array) else [str(named)]


def _unpacked_size(stream: Stream, most: int) -> int:
    """How large the stream becomes where it is read; refused when that is beyond what a reader can bear."""
    try:
        pixels = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
    except (TypeError, ValueError):
        raise CannotTake(Verdict.BROKEN) from None
    if stream.get("/Subtype") == Name.Image and pixels > MOST_PIXELS:
        raise CannotTake(Verdict.TOO_DETAILED)
    packed, filters = stream.read_raw_bytes(), _filters(stream)
    if filters and filters[0] in WRITTEN_AS_LETTERS:
        packed, filters = _from_letters(packed, filters[0]), filters[1:]
    packings = [name for name in filters if name in FLATE | OLD_PACKING]
    if len(packings) > 1 or len(filters) > 2:
        raise CannotTake(Verdict.TOO_PACKED)  # packed twice: no honest program does it
    if not packings:
        return len(packed)
    if packings[0] in OLD_PACKING and len(packed) > MOST_OLD_PACKING:
        raise CannotTake(Verdict.TOO_PACKED)
    return _inflated_size(packed, most) if packings[0] in FLATE else len(packed)


def _from_letters(packed: bytes, name: str) -> bytes:
    try:
        if name in {"/ASCIIHexDecode", "/AHx"}:
            digits = b"".join(packed.split(b">")[0].split())
            return bytes.fromhex(digits.decode("ascii") + "0" * (len(digits) % 2))
        return base64.a85decode(packed.split(b"~>")[0].strip().removeprefix(b"<~"))
    except ValueError:
        raise CannotTake(Verdict.BROKEN) from None


def _inflated_size(packed: bytes, most: int) -> int:
    inflate, size, piece = zlib.decompressobj(), 0, packed
    while piece and not inflate.eof:
        try:
            size += len(inflate.decompress(piece, 1024 * 1024))
        except zlib.error:
            break  # damaged streams show up to the damage in every reader
        if size > most:
            raise CannotTake(Verdict.TOO_PACKED)
        piece = inflate.unconsumed_tail
    return size


def _strip_picture(stream: Stream) -> None:
    """A photo placed in a document carries its own notes, the place it was taken among them."""
    filters = _filters(stream)
    if not filters or filters[-1] not in DCT:
        return
    raw = stream.read_raw_bytes()
    if filters[0] in FLATE and len(filters) == 2:
        raw = zlib.decompress(raw)
    elif len(filters) != 1:
        raise CannotTake(Verdict.BROKEN)
    if raw.startswith(JPEG_START):
        stream.write(without_notes(raw), filter=Name.DCTDecode)
