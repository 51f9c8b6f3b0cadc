"""The report of `make trust` as one page for any reader: what was tried, how often, with what result."""

import html
from datetime import UTC, datetime

# What each mark promises, for readers who do not program. A proof without an entry shows its own text.
PROMISES = {
    "B-01": "No one gets another office's or person's words on any page, by any method.",
    "B-02": "What another office holds changes nothing that you receive, not one byte.",
    "B-03": "A valid request with someone else's number in it is refused.",
    "B-04": "Copies (files, mails, exports, caches) go to no one else either.",
    "B-05": "Take any one rule away and these proofs turn red.",
    "B-06": "With the program's own rule switched off, the database alone still shows nothing.",
    "B-07": "The same holds on the small database without rules of its own.",
    "B-08": "A password without the second factor opens nothing.",
    "B-09": "A person who loses access loses it with the next click.",
    "B-10": "Guessing references shows nothing.",
    "B-11": "No answer tells whether someone has an account or a case.",
    "B-12": "Nor does the time an answer takes.",
    "B-13": "Files that strangers send do no harm to who opens them, nor to the machine.",
    "B-18": "Each requirement of the security standard has a test or a written exception.",
    "B-19": "Every answer tells the browser to keep it private and safe.",
    "B-33": "Changes to the log are found, and where they were made.",
    "B-34": "Every look at a case is written down.",
    "D-01": "Each piece of personal data has an owner, a purpose and an end.",
    "I7": "The page about what IT can see is true.",
}
# Proofs that count for a second mark when they run on SQLite: that mark, and the mark of the proofs.
ON_SQLITE = {"B-07": "B-01"}
STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
caption { text-align: start; font-weight: bold; padding-block: .5rem }
th, td { text-align: start; vertical-align: top; padding: .4rem .8rem .4rem 0; border-block-end: 1px solid #888 }
td.number { text-align: end; font-variant-numeric: tabular-nums }
.verdict { font-size: 1.5rem; border-inline-start: .4rem solid; padding-inline-start: 1rem }
.scroll { overflow-x: auto }
"""


def in_order(rows: list[dict]) -> list[dict]:
    return sorted(rows, key=lambda row: (row["mark"], row["what"], row["engine"]))


def _row(row: dict) -> str:
    cells = (
        f"<th scope='row'>{html.escape(row['mark'])}</th><td>{html.escape(row['what'])}</td>"
        f"<td>{'SQLite' if row['engine'] == 'sqlite' else 'PostgreSQL'}</td>"
        f"<td class='number'>{row['tried']:,}</td><td class='number'>{row['failures']:,}</td>"
    )
    verdict = "" if row["first"] else "Held"
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in row["first"] or row.get("listed", ()))
    return f"<tr>{cells}<td>{verdict}{f'<ul>{lines}</ul>' if lines else ''}</td></tr>"


def _promise(mark: str, rows: list[dict]) -> str:
    failures = sum(row["failures"] for row in rows)
    tried = sum(row["tried"] for row in rows)
    verdict = f"does not hold: {failures:,} failures" if failures else "holds"
    return f"<li><strong>{html.escape(PROMISES[mark])}</strong> {mark} {verdict} ({tried:,} tries).</li>"


def _proofs_of(mark: str, rows: list[dict]) -> list[dict]:
    if mark in ON_SQLITE:
        return [row for row in rows if row["mark"] == ON_SQLITE[mark] and row["engine"] == "sqlite"]
    return [row for row in rows if row["mark"] == mark]


def page(rows: list[dict], *, absent: dict[str, str], full: bool) -> str:
    """Return the whole report. `absent` maps what this machine could not try to the reason."""
    failures = sum(row["failures"] for row in rows)
    passed = rows and not failures and not absent
    verdict = "Everything that was tried passed." if passed else f"Not proved: {failures:,} failures."
    by_mark = {mark: _proofs_of(mark, rows) for mark in PROMISES}
    promises = "".join(_promise(mark, found) for mark, found in by_mark.items() if found)
    untried = [f"{part}: {why}" for part, why in absent.items()]
    untried += [f"{mark}: {PROMISES[mark]}" for mark, found in by_mark.items() if not found]
    not_tried = "".join(f"<li>{html.escape(each)}</li>" for each in untried)
    form = "the whole figure of each bar" if full else "a short form, as with every change of the code"
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>The wall between offices: what was proved</title><style>{STYLE}</style></head>
<body><main>
<h1>The wall between offices: what was proved</h1>
<p class="verdict">{verdict}</p>
<p>Tried on {datetime.now(UTC):%d %B %Y, %H:%M} UTC: {form}. Anyone can run it: <code>make trust</code>.</p>
<h2>What it means</h2><ul>{promises or "<li>Nothing was tried.</li>"}</ul>
<h2>Not tried in this run</h2><ul>{not_tried or "<li>Nothing.</li>"}</ul>
<h2>All proofs</h2>
<div class="scroll" tabindex="0" role="region" aria-label="All proofs"><table>
<caption>Each line is one proof on one database</caption>
<thead><tr><th scope="col">Mark</th><th scope="col">What was tried</th><th scope="col">Database</th>
<th scope="col">How many</th><th scope="col">Failures</th><th scope="col">Result</th></tr></thead>
<tbody>{"".join(_row(row) for row in in_order(rows))}</tbody></table></div>
</main></body></html>
"""
