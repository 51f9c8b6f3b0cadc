"""B-05: removing or inverting any access check makes the suite fail.

Each mutant (`mutants.py`) is one changed file in a copy of the project, in which the tests for that file run. In the
suite a fixed seed picks a few; the full form tries every mutant.
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

from tests.template_databases import template, variable
from tests.trust.mutated import (
    CASE_APP,
    GATE_FILES,
    GATE_TEST,
    POLICY,
    case_mutants,
    gate_mutants,
    policy_mutants,
)

from .mutants import mutants_of

ROOT = Path(__file__).resolve().parents[2]
ENGINES = ("sqlite", "postgresql")


LATELY = 12  # tests
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+?::[^\s\[]+)", re.M)  # whatever it is tried with
LEFT_OUT = {".venv", "node_modules", "var", ".git", ".tools", "__pycache__"}


class Copy:
    """A copy of the project, whose runs use the database of the unchanged one."""

    noticed_by = defaultdict(list)  # of each file with mutants: the tests that failed, the last one first

    def __init__(self, folder):
        self.tree = folder / "tree"
        shutil.copytree(ROOT, self.tree, ignore=lambda _folder, names: LEFT_OUT & set(names), symlinks=True)
        self.env = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
        self.env |= {variable(engine): str(template(engine)) for engine in ENGINES}
        self.env["PYTHONDONTWRITEBYTECODE"] = "1"  # two mutants of one second and size are one to the cache

    def is_red(self, tests, engine):
        """Return whether one of the tests fails, or the project does not start."""
        is_red, _failed = self.run(tests, engine)
        return is_red

    def run(self, tests, engine):
        """Return (whether it failed, the tests that failed)."""
        there = [test for test in tests if (self.tree / test.partition("::")[0]).exists()]
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"]
        command += ["-m", "not browser and not trust", f"--engine={engine}", *there]
        ended = subprocess.run(command, cwd=self.tree, env=self.env, capture_output=True, text=True)
        said = ended.stdout + ended.stderr
        return ended.returncode != 0 and "ERROR: not found" not in said, FAILED.findall(said)

    def notices(self, mutant, tests):
        """Return whether a test fails with this mutant: on SQLite, where querysets alone enforce the wall, or else on
        PostgreSQL."""
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
        """Yield (tests, engine): pytest sorts its arguments, so the tests that fail fast run first by themselves."""
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
    """Yield this many copies of a project whose tests pass."""
    copies = [Copy(folder / str(number)) for number in range(hands)]
    assert not copies[0].is_red(["tests/wall/test_two_nets.py"], "sqlite"), "the unchanged project is red"
    return copies


def survivors(mutants, tests_of, project):
    """Return the mutants that no test noticed."""
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
    """Skip on the second database: mutants give the same result on both."""
    if request.config.getoption("--engine") == "postgresql":
        pytest.skip("tried in the run on SQLite, on both databases")


@pytest.fixture(scope="module")
def project(tmp_path_factory, request):
    return copies_of_the_project(
        tmp_path_factory.mktemp("project"), 2 if request.config.getoption("--full") else 1
    )


@pytest.mark.trust
def test_policy_tests_pass_on_unchanged_code(once, tmp_path, request):
    """Otherwise every mutant would count as noticed."""
    if not request.config.getoption("--full"):
        pytest.skip("the suite itself shows it")
    tests = sorted({test for tests in (POLICY | CASE_APP).values() for test in tests})
    copy = Copy(tmp_path)
    assert not copy.is_red(tests, "sqlite")
    assert not copy.is_red(tests, "postgresql")


@pytest.mark.trust
def test_randomly_removed_check_fails_the_suite(once, amount, proof, project, request):
    """Removes one check or decorator at a time. Uses a fixed seed, so that the same code always gives the same
    result.
    """
    rng = random.SystemRandom() if request.config.getoption("--full") else random.Random("checks")
    checks = [mutant for mutant in policy_mutants() if mutant.change.startswith(("without", "never"))]
    checks += [mutant for mutant in case_mutants() if mutant.change.startswith("never")]
    checks = list({str(mutant): mutant for mutant in [*checks, *gate_mutants()]}.values())
    picked = rng.sample(checks, min(amount(2, 20), len(checks)))
    tests = {name: [GATE_TEST, *tests] for name, tests in (POLICY | CASE_APP | GATE_FILES).items()}
    failures = survivors(picked, tests, project)
    what = "checks and decorators taken away at random"
    proof("B-05", what, tried=len(picked), failures=failures, listed=[str(mutant) for mutant in picked])


@pytest.mark.long
def test_every_policy_mutant_is_detected(once, proof, project):
    mutants = policy_mutants()
    proof(
        "B-05", "every check of the policy", tried=len(mutants), failures=survivors(mutants, POLICY, project)
    )


@pytest.mark.long
def test_every_removed_gate_is_detected(once, proof, project):
    mutants = gate_mutants()
    tests = {name: [GATE_TEST, *tests] for name, tests in (POLICY | CASE_APP | GATE_FILES).items()}
    proof("B-05", "every gate", tried=len(mutants), failures=survivors(mutants, tests, project))


@pytest.mark.long
def test_nine_in_ten_case_page_mutants_are_detected(once, proof, project):
    mutants = case_mutants()
    left = survivors(mutants, CASE_APP, project)
    proof(
        "B-05",
        "nine in ten checks of the case pages",
        tried=len(mutants),
        failures=left[len(mutants) // 10 :],
    )


def test_file_with_a_check_has_mutants():
    counts = {name: len(mutants_of(Path(name), every=name in POLICY)) for name in POLICY | CASE_APP}
    assert [name for name, count in counts.items() if not count] == []


@pytest.mark.trust
def test_surviving_mutant_is_reported(once, project):
    """A mutant without tests survives."""
    mutant = policy_mutants()[0]
    assert survivors([mutant], {str(mutant.path): ["tests/trust/test_proof.py"]}, project)
