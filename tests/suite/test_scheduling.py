"""Two processes share the tests of a run by file, and by folder where a fixture of several files takes long."""

import subprocess
import sys

import pytest

from scripts.console import ROOT

NOTES = """
import os, pathlib, pytest
@pytest.mark.parametrize("number", range(40 if "cms" in __file__ else 8))
def test_one(number):
    with pathlib.Path(__file__).parent.parent.joinpath(os.environ["PYTEST_XDIST_WORKER"]).open("a") as order:
        order.write(pathlib.Path(__file__).parent.name + " ")
    with pathlib.Path(__file__).with_suffix(".by").open("a") as notes:
        notes.write(os.environ["PYTEST_XDIST_WORKER"] + " ")
"""


@pytest.mark.slow
def test_one_process_runs_the_tests_of_a_file_and_of_the_folder_of_pages(tmp_path):
    names = ["a11y/test_a", "a11y/test_b", "a11y/test_c", "cms/test_d", "cms/test_e"]
    for name in names:
        file = tmp_path / "tests" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(NOTES)
    (tmp_path / "pytest.ini").write_text(f"[pytest]\naddopts = -p tests.scheduling\npythonpath = {ROOT}\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "2",
        "--dist=loadfile",
        "-q",
        "--rootdir",
        tmp_path,
        tmp_path,
    ]
    subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, check=True, capture_output=True)

    ran = {name: set((tmp_path / "tests" / f"{name}.by").read_text().split()) for name in names}
    assert [len(processes) for processes in ran.values()] == [1] * 5, ran
    assert ran["a11y/test_a"] == ran["a11y/test_b"] == ran["a11y/test_c"], ran
    assert set().union(*ran.values()) == {"gw0", "gw1"}, ran
    orders = [(tmp_path / "tests" / process).read_text().split() for process in ("gw0", "gw1")]
    assert [order[0] for order in orders if "a11y" in order] == ["a11y"], (
        "the folder of pages was not handed out first"
    )
