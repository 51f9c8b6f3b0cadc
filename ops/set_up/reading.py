"""Reads a folder of CSV files into a plan. All faults of all files are collected before any is reported."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from .plan import Administrator, At, Council, Group, Office, Period, Plan, Problem

DATA = Path(__file__).parent / "data"
COLUMNS = {
    "body.csv": ("fact", "value"),
    "words.csv": ("word", "value"),
    "groups.csv": ("group", "name"),
    "areas.csv": ("area", "council", "code"),
    "offices.csv": ("office", "name", "group", "phone", "hours"),
    "members.csv": ("name", "seat", "group", "office", "from", "until"),
    "administrator.csv": ("email", "name"),
}
# Cells that may be empty. All others of a row must be filled.
MAY_BE_EMPTY = {
    "body.csv": {"value"},
    "words.csv": {"value"},
    "offices.csv": {"phone", "hours"},
    "members.csv": {"group", "until"},
}
STRUCTURE = ("body.csv", "words.csv", "areas.csv")
OPTIONAL_FILES = {"words.csv", "administrator.csv"}

type Row = tuple[At, dict[str, str]]


def london() -> Plan:
    """Return the structure of the London Assembly: its names, areas and seats, without Members."""
    plan, _problems = read_folder(DATA / "london", files=STRUCTURE)
    return plan


def read_folder(folder: Path, files: Iterable[str] = tuple(COLUMNS)) -> tuple[Plan, list[Problem]]:
    """Return the plan in the files, and the problems of the files as such. `checking` looks at their meaning."""
    problems: list[Problem] = []
    if not folder.is_dir():
        return Plan(), [Problem(At(str(folder)), "This is no folder. Name the folder with the CSV files.")]
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    rows |= {name: list(_rows(folder / name, problems)) for name in files}
    plan = Plan(words=standard_words())
    for at, cells in rows["body.csv"]:
        plan.facts[cells["fact"]], plan.facts_at[cells["fact"]] = cells["value"], at
    plan.words |= {cells["word"]: cells["value"] for _at, cells in rows["words.csv"] if cells["value"]}
    plan.groups = [Group(at, cells["group"], cells["name"]) for at, cells in rows["groups.csv"]]
    plan.councils = [
        Council(at, cells["area"], cells["council"], cells["code"]) for at, cells in rows["areas.csv"]
    ]
    plan.offices = [
        Office(at, cells["office"], cells["name"], cells["group"], cells["phone"], cells["hours"])
        for at, cells in rows["offices.csv"]
    ]
    plan.periods = [period for row in rows["members.csv"] if (period := _period(*row, problems))]
    people = [Administrator(at, cells["email"], cells["name"]) for at, cells in rows["administrator.csv"]]
    plan.administrator = people[0] if people else None
    problems += [Problem(more.at, "Only one person comes in first. Remove this line.") for more in people[1:]]
    return plan, problems


def standard_words() -> dict[str, str]:
    """Return the words of the standard form and pages that a body may replace."""
    return words_of(DATA / "words.csv")


def words_of(path: Path) -> dict[str, str]:
    with path.open(newline="", encoding="utf-8") as file:
        return {row["word"]: row["value"] for row in csv.DictReader(file)}


def _rows(path: Path, problems: list[Problem]) -> Iterator[Row]:
    """Return the rows of one file with their places, without empty ones. Faults are added to `problems`."""
    text = _text(path, problems)
    if text is None:
        return
    columns, reader = COLUMNS[path.name], csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in columns if column not in (reader.fieldnames or [])]
    if missing:
        advice = f"The first line must name the columns {', '.join(columns)}, with commas between them."
        problems.append(Problem(At(path.name, 1), f"{advice} Missing: {', '.join(missing)}."))
        return
    for cells in reader:
        at = At(path.name, reader.line_num)
        if None in cells:
            problems.append(Problem(at, 'There are too many commas. Put a text with a comma between two ".'))
            continue
        row = {column: (cells[column] or "").strip() for column in columns}
        if not any(row.values()):
            continue
        empty = [each for each in columns if not row[each] and each not in MAY_BE_EMPTY.get(path.name, ())]
        if empty:
            problems.append(Problem(at, f"Fill in: {', '.join(empty)}."))
            continue
        yield at, row


def _text(path: Path, problems: list[Problem]) -> str | None:
    if not path.exists():
        if path.name not in OPTIONAL_FILES:
            columns = ",".join(COLUMNS[path.name])
            problems.append(Problem(At(path.name), f"This file is missing. Its first line is: {columns}"))
        return None
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(Problem(At(path.name), "Save this file again as “CSV UTF-8”."))
        return None


def _period(at: At, cells: dict[str, str], problems: list[Problem]) -> Period | None:
    starts_on, ends_on = (_day(at, cells, column, problems.append) for column in ("from", "until"))
    if starts_on is None:
        return None
    return Period(at, cells["name"], cells["seat"], cells["group"], cells["office"], starts_on, ends_on)


def _day(at: At, cells: dict[str, str], column: str, tell: Callable[[Problem], None]) -> date | None:
    if not cells[column]:
        return None
    try:
        return date.fromisoformat(cells[column])
    except ValueError:
        tell(Problem(at, f"“{cells[column]}” is no day. Write {column} like 2026-05-07."))
        return None
