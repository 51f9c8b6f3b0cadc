"""The map of ASVS 5.0.0: which requirements are in scope, the evidence for each, and the generated document."""

import tomllib
from pathlib import Path

from tests.trust import nodes

DOCS = Path(__file__).resolve().parent.parent.parent / "docs/trust"
MAP, PAPER = DOCS / "asvs.toml", DOCS / "asvs.md"
MOST_EXCEPTIONS = 10
# Section by section, the level of each requirement in its order: "112" is 1 and 2 of level 1, 3 of level 2.
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3", "3.7": "22333",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333", "6.6": "2223",
    "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23", "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
}  # fmt: skip
WHOLE = {"8", "14", "16"}  # chapters of which level 3 is in scope, too
ANSWERS = {"shown_by", "not_applicable", "exception"}


def in_scope() -> dict[str, int]:
    """Return {"1.2.3": level} of the requirements in scope."""
    return {
        f"{section}.{number}": int(level)
        for section, levels in LEVELS.items()
        for number, level in enumerate(levels, start=1)
        if level < "3" or section.partition(".")[0] in WHOLE
    }


def read() -> dict[str, dict]:
    return tomllib.loads(MAP.read_text())


def with_answer(rows: dict[str, dict], answer: str) -> list[str]:
    return [number for number, row in rows.items() if answer in row]


def faults(rows: dict[str, dict]) -> list[str]:
    """Yield what is missing from the map or wrong in it, a line each."""
    wanted = in_scope()
    found = [
        f"{number} is in scope and has no line in docs/trust/asvs.toml"
        for number in wanted
        if number not in rows
    ]
    found += [f"{number} is not in scope: take its line out" for number in rows if number not in wanted]
    for number, row in rows.items():
        found += [f"{number}: {fault}" for fault in _faults_of(row)]
    exceptions = with_answer(rows, "exception")
    if len(exceptions) > MOST_EXCEPTIONS:
        found.append(f"{len(exceptions)} exceptions; at most {MOST_EXCEPTIONS} are allowed")
    return found


def _faults_of(row: dict):
    given = ANSWERS & set(row)
    if len(given) != 1 or not row[next(iter(given))]:
        yield f"say exactly one of {', '.join(sorted(ANSWERS))}"
    if not row.get("about"):
        yield "say in a few words of ours what it is about"
    if "exception" in row and not row.get("accepted_by"):
        yield "say who accepted the exception, or that it is not signed yet"
    yield from filter(None, (nodes.fault(node) for node in row.get("shown_by", [])))


def paper() -> str:
    """Return the map as a Markdown table."""
    rows, scope = read(), in_scope()
    counts = {answer: len(with_answer(rows, answer)) for answer in sorted(ANSWERS)}
    unsigned = [number for number, row in rows.items() if row.get("accepted_by") == "not signed yet"]
    notes = [line.removeprefix("#").strip() for line in MAP.read_text().splitlines() if line.startswith("#")]
    head = f"{counts['shown_by']} are shown by tests, {counts['not_applicable']} do not apply, "
    head += f"{counts['exception']} are exceptions, of which {len(unsigned)} are not signed yet."
    lines = [
        f"| {number} | {scope[number]} | {row['about']} | {_answer(row)} |" for number, row in rows.items()
    ]
    return "\n".join(
        ["# ASVS 5.0.0", "", *notes, "", head, "", "| number | level | about | answer |", RULE, *lines, ""]
    )


RULE = "| --- | --- | --- | --- |"


def _answer(row: dict) -> str:
    if "shown_by" in row:
        return ", ".join(f"`{node}`" for node in row["shown_by"])
    if "exception" in row:
        return f"**Exception**, {row['accepted_by']}: {row['exception']}"
    return f"Does not apply: {row['not_applicable']}"


if __name__ == "__main__":
    PAPER.write_text(paper())
