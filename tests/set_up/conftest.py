"""A folder with the made-up body of `examples/assembly/`, which a test may spoil."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

EXAMPLE = Path(settings.BASE_DIR) / "examples/assembly"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(EXAMPLE, tmp_path / "body"))


@pytest.fixture
def write(folder):
    """Put text in place of another in one of the files."""

    def write(name, old, new):
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new))

    return write
