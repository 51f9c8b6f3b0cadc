"""The install page can be executed: what `make install-check` takes from it, and what a block must not rely on."""

import re

import pytest
from django.conf import settings

from ops.set_up import pilot
from scripts.install_check.__main__ import PAGE, blocks

FOUND = blocks(PAGE.read_text())


def test_every_section_that_installs_has_a_block():
    assert {block.section for block in FOUND} >= {str(number) for number in (1, 2, 3, 4, 5, 8, 9)}
    assert {block.needs for block in FOUND} == {"", "systemd", "nginx"}


@pytest.mark.parametrize("block", FOUND, ids=lambda block: block.text.splitlines()[0][:40])
def test_block_does_not_depend_on_the_previous_one(block):
    read = set(re.findall(r"\$\{?([A-Za-z_]+)", block.text))
    given = {"ADMIN_PASSWORD"} if "/etc/casework/owner.env" in block.text else set()
    assert read <= given
    assert "sudo" not in block.text


@pytest.mark.parametrize("block", FOUND, ids=lambda block: block.text.splitlines()[0][:40])
def test_files_of_the_program_that_a_block_names_are_there(block):
    named = re.findall(r"/srv/casework/((?:deploy|examples)/[\w./*-]+)", block.text)
    assert all(list(settings.BASE_DIR.glob(name)) for name in named)


def test_the_page_says_that_it_is_a_pilot_and_gives_each_step():
    page = PAGE.read_text()
    assert pilot.TITLE in page
    manual = page.partition("## 11. Steps by hand")[2]
    named = re.findall(r"^- \*\*(.+?)\.\*\*", manual, re.MULTILINE)
    assert named == [step.split(":")[0] for step in pilot.STEPS]


def test_new_settings_fill_in_everything_that_the_template_asks_for():
    template = (settings.BASE_DIR / "deploy/casework.env").read_text()
    script = (settings.BASE_DIR / "deploy/new_settings.py").read_text()
    asked = set(re.findall(r"<([A-Z_]+)>", template))
    assert asked == set(re.findall(r'^        "([A-Z_]+)": ', script, re.MULTILINE))
