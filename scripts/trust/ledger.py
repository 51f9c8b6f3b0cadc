"""Results of proofs in `var/trust/`, stored under a digest of the code that they hold for.

`make test` and `make trust` write to the same files. What has passed is repeated neither after an interruption nor by
the second of the two.
"""

import hashlib
import json
import subprocess
from pathlib import Path

from scripts.console import ROOT, say

FOLDER = ROOT / "var" / "trust"
READ_BY_PROOFS = ("docs/trust/", "docs/data/")


def is_reached(name: str) -> bool:
    """Whether a proof can read this file. Of the documents it reads those of the wall and of the data alone."""
    if name.startswith("docs/"):
        return name.startswith(READ_BY_PROOFS)
    return not name.endswith((".md", "LICENSE"))


def state_of_the_code() -> str:
    """Return a digest of every file that a proof can reach, so that a result is only reused for the same code."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    found = hashlib.sha256()
    for name in sorted(filter(is_reached, filter(None, listed.decode().split("\0")))):
        path = ROOT / name
        found.update(f"{name}\0".encode() + (path.read_bytes() if path.is_file() else b""))
    return found.hexdigest()[:12]


def ledger_for(engine: str, form: str = "short") -> Path:
    """Return the file of the proofs of this code on an engine. `form` says how many each proof tries."""
    return FOLDER / state_of_the_code() / f"{form}-{engine}.jsonl"


def rows_in(ledger: Path) -> list[dict]:
    """Return the rows of a file, of a proof that ran more than once the last."""
    if not ledger.exists():
        return []
    lines = ledger.read_text().splitlines()
    rows = [json.loads(line) for line in lines if line.endswith("}")]  # the last line may be cut by a kill
    return list({(row["test"], row["mark"], row["what"]): row for row in rows}.values())


def keep_passed(ledger: Path, *, again: bool) -> None:
    """Keep the rows of tests that passed; a test with one failed row keeps none and runs again."""
    rows = [] if again else rows_in(ledger)
    red = {row["test"] for row in rows if row["failures"]}
    kept = [row for row in rows if row["test"] not in red]
    ledger.parent.mkdir(parents=True, exist_ok=True)
    ledger.write_text("".join(json.dumps(row) + "\n" for row in kept))
    if kept:
        say(f"  {len(kept)} proofs stand already for this code")
