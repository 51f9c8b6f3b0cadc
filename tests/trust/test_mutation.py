"""B-05: any one check taken away or turned round turns the suite red.

Each mutant (`mutants.py`) is one changed file in a copy of the project, in which the tests about that file run. In
the suite dice pick a few; in full every mutant is tried.
"""

import os
import random
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

import pytest

from .mutants import mutants_of

ROOT = Path(__file__).resolve().parents[2]
# Files are asked before folders, and what noticed other mutants of the file before both: the first failure ends it.
SIGN_IN = ["tests/accounts/test_gate.py", "tests/accounts"]
OFFICE = ["tests/backoffice", "tests/wall"]
PERSON = ["tests/my_cases", "tests/wall"]
SAFETY = ["tests/safety", *OFFICE, *PERSON]
PERMISSION = ["tests/backoffice/test_permission_pages.py", "tests/permission", "tests/cases", *OFFICE]
EMERGENCY = ["tests/backoffice/test_break_glass.py", "tests/trust/test_break_glass.py", *OFFICE]
WALL = [
    "tests/wall/test_two_nets.py",
    "tests/wall/test_what_constituents_see.py",
    "tests/wall/test_what_guests_see.py",
    "tests/wall/test_scope_of_guests.py",
    "tests/wall/test_scope_of_constituents.py",
    "tests/my_cases",
    "tests/wall",
    "tests/trust/test_sharing.py",
    "tests/safety",
    "tests/permission",
    "tests/backoffice",
]
# Every condition in these files is policy; each must be missed at once.
POLICY = {
    "casework/offices/wall.py": WALL,
    "casework/cases/wall.py": WALL,
    "casework/cases/permissions.py": ["tests/cases/test_permissions.py", *OFFICE, *PERSON],
    "backoffice/access.py": OFFICE,
    "accounts/decorators.py": SIGN_IN,
    "accounts/factors.py": SIGN_IN,
}
# In these only guards, refusals and what narrows a read are checks.
CASE_APP = {
    "backoffice/cases/views.py": OFFICE,
    "backoffice/cases/actions.py": OFFICE,
    "backoffice/cases/forms.py": OFFICE,
    "backoffice/cases/authority.py": PERMISSION,
    "backoffice/cases/claim_codes.py": ["tests/my_cases/test_claiming.py", *OFFICE],
    "backoffice/cases/risk.py": SAFETY,
    "backoffice/cases/safe.py": SAFETY,
    "backoffice/cases/lists.py": OFFICE,
    "backoffice/cases/timeline.py": OFFICE,
    "backoffice/cases/shared.py": OFFICE,
    "backoffice/cases/sharing.py": OFFICE,
    "backoffice/cases/transfer.py": OFFICE,
    "backoffice/office/break_glass.py": EMERGENCY,
    "backoffice/office/log.py": OFFICE,
    "backoffice/office/team.py": OFFICE,
    "casework/audit/reading.py": OFFICE,
    "casework/cases/authority_answers.py": PERMISSION,
    "casework/cases/authority_services.py": PERMISSION,
    "casework/cases/claiming.py": ["tests/my_cases/test_claiming.py", *PERSON],
    "casework/cases/risk_flags.py": SAFETY,
    "casework/cases/safe_words.py": SAFETY,
    "casework/cases/offering.py": ["tests/cases", *OFFICE],
    "casework/cases/sharing.py": ["tests/cases", *OFFICE],
    "casework/cases/transfer.py": ["tests/cases", *OFFICE],
    "casework/offices/break_glass.py": EMERGENCY,
    "casework/offices/membership.py": [*OFFICE, *PERSON],
    "casework/offices/papers.py": EMERGENCY,
    "portal/my_cases/claiming.py": ["tests/my_cases/test_claiming.py", *PERSON],
    "portal/my_cases/views.py": PERSON,
    "portal/permission/views.py": PERMISSION,
    "casework/cases/services.py": ["tests/cases", *OFFICE, *PERSON],
}
# Mutants that behave as the code does, so that no test could tell: file, change, code; and why.
HOME = (
    "the case that is shown was found in an office of this person, and what belongs to it is of that office"
)
SAME_BEHAVIOUR: dict[tuple[str, str, str], str] = {
    ("backoffice/cases/timeline.py", "without .in_offices_of()", f"{model}.objects.in_offices_of(user)"): HOME
    for model in ("Message", "Note", "Activity", "CaseFile")
} | {
    (
        "backoffice/access.py",
        "without .visible_to()",
        "EmergencyAccess.objects.visible_to(request.user)",
    ): "it is asked of the offices where this person works, one by one"
}
LATELY = 12  # tests
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+?::[^\s\[]+)", re.M)  # whatever it is tried with
LEFT_OUT = {".venv", "node_modules", "var", ".git", ".tools", "__pycache__"}


def policy_mutants():
    return [mutant for name in POLICY for mutant in mutants_of(Path(name), every=True) if not is_same(mutant)]


def case_mutants():
    return [
        mutant for name in CASE_APP for mutant in mutants_of(Path(name), every=False) if not is_same(mutant)
    ]


def is_same(mutant):
    return (str(mutant.path), mutant.change, mutant.was) in SAME_BEHAVIOUR


class Copy:
    """A copy of the project, with a database of its own that every run uses again."""

    noticed_by = defaultdict(list)  # of each file with mutants: the tests that failed, the last one first

    def __init__(self, folder, source=ROOT, data=None):
        self.tree, self.scratch = folder / "tree", folder / "data"
        shutil.copytree(source, self.tree, ignore=lambda _folder, names: LEFT_OUT & set(names), symlinks=True)
        if data:
            shutil.copytree(data, self.scratch)

    def is_red(self, tests, engine):
        """Whether one of the tests fails, or the project does not even start."""
        is_red, _failed = self.run(tests, engine)
        return is_red

    def run(self, tests, engine):
        """(whether it is red, the tests that failed)."""
        there = [test for test in tests if (self.tree / test.partition("::")[0]).exists()]
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"]
        command += ["-m", "not browser", f"--engine={engine}", *there]
        if engine == "sqlite":
            command += ["--reuse-db", f"--scratch={self.scratch}"]
        theirs = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
        ended = subprocess.run(command, cwd=self.tree, env=theirs, capture_output=True, text=True)
        said = ended.stdout + ended.stderr
        return ended.returncode != 0 and "ERROR: not found" not in said, FAILED.findall(said)

    def notices(self, mutant, tests):
        """Whether the suite turns red with this mutant: on SQLite, where the querysets are the one net, or else
        on PostgreSQL."""
        file = self.tree / mutant.path
        original = file.read_text()
        file.write_text(mutant.source)
        try:
            return any(
                self._fails(str(mutant.path), some, engine) for some, engine in self._turns(mutant, tests)
            )
        finally:
            file.write_text(original)

    def _turns(self, mutant, tests):
        """(tests, engine): pytest sorts what it is given, so what is quick to notice has a turn of its own."""
        lately = [test for test in self.noticed_by[str(mutant.path)] if test.startswith(tuple(tests))]
        for likely in (lately[:LATELY], [name for name in tests if name.endswith(".py")]):
            if likely:
                yield likely, "sqlite"
        yield tests, "sqlite"
        yield tests, "postgresql"

    def _fails(self, path, tests, engine):
        is_red, failed = self.run(tests, engine)
        for test in failed:
            self.noticed_by[path] = [test, *(other for other in self.noticed_by[path] if other != test)]
        return is_red


def copies_of_the_project(folder, hands):
    """So many copies. Making a database is slow, so one is made, by a test that needs it, and copied."""
    first = Copy(folder / "first")
    assert not first.is_red(["tests/wall/test_two_nets.py"], "sqlite"), "the unchanged project is red"
    return [first, *(Copy(folder / str(n), first.tree, first.scratch) for n in range(1, hands))]


def survivors(mutants, tests_of, project):
    """The mutants that nothing noticed."""
    copies = Queue()
    for each in project:
        copies.put(each)

    def survives(mutant):
        copy = copies.get()
        try:
            return not copy.notices(mutant, tests_of[str(mutant.path)])
        finally:
            copies.put(copy)

    with ThreadPoolExecutor(len(project)) as pool:
        return [str(each) for each, alive in zip(mutants, pool.map(survives, mutants), strict=True) if alive]


@pytest.fixture
def once(request):
    """What mutants show is the same on both databases, so that one run tries them."""
    if request.config.getoption("--engine") == "postgresql":
        pytest.skip("tried in the run on SQLite, on both databases")


@pytest.fixture(scope="module")
def project(tmp_path_factory, request):
    return copies_of_the_project(
        tmp_path_factory.mktemp("project"), 2 if request.config.getoption("--full") else 1
    )


def test_unchanged_the_tests_about_the_policy_are_green(once, tmp_path, request):
    """Otherwise every mutant would count as noticed."""
    if not request.config.getoption("--full"):
        pytest.skip("the suite itself shows it")
    tests = sorted({test for tests in (POLICY | CASE_APP).values() for test in tests})
    copy = Copy(tmp_path)
    assert not copy.is_red(tests, "sqlite")
    assert not copy.is_red(tests, "postgresql")


def test_a_check_taken_away_by_dice_turns_the_suite_red(once, amount, proof, project, request):
    """In the suite the dice fall as they always do, so that the same code is never now red, now green."""
    dice = random.SystemRandom() if request.config.getoption("--full") else random.Random("checks")
    checks = [mutant for mutant in policy_mutants() if mutant.change.startswith(("without", "never"))]
    picked = dice.sample(checks, min(amount(2, 10), len(checks)))
    failures = survivors(picked, POLICY, project)
    proof("B-05", "checks taken away by dice", tried=len(picked), failures=failures)


@pytest.mark.long
def test_every_mutant_of_the_policy_is_noticed(once, proof, project):
    mutants = policy_mutants()
    proof(
        "B-05", "every check of the policy", tried=len(mutants), failures=survivors(mutants, POLICY, project)
    )


@pytest.mark.long
def test_nine_in_ten_mutants_of_the_case_pages_are_noticed(once, proof, project):
    mutants = case_mutants()
    left = survivors(mutants, CASE_APP, project)
    proof(
        "B-05",
        "nine in ten checks of the case pages",
        tried=len(mutants),
        failures=left[len(mutants) // 10 :],
    )


def test_a_file_with_a_check_has_mutants():
    counts = {name: len(mutants_of(Path(name), every=name in POLICY)) for name in POLICY | CASE_APP}
    assert [name for name, count in counts.items() if not count] == []


def test_a_survivor_is_found(once, project):
    """A mutant about which no test is asked survives."""
    mutant = policy_mutants()[0]
    assert survivors([mutant], {str(mutant.path): ["tests/trust/test_proof.py"]}, project)
