"""Management command names are unique: of two with one name Django silently runs that of the first app."""

from collections import Counter
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import find_commands


def names_twice(folders):
    counts = Counter(name for folder in folders for name in find_commands(folder))
    return [name for name, count in counts.items() if count > 1]


def test_management_command_names_are_unique():
    ours = [app.path for app in apps.get_app_configs() if Path(app.path).is_relative_to(settings.BASE_DIR)]
    folders = [f"{path}/management" for path in ours if ".venv" not in Path(path).parts]
    assert names_twice(folders) == []


def test_duplicate_command_name_is_detected(tmp_path):
    for app in ("one", "two"):
        (tmp_path / app / "commands").mkdir(parents=True)
        (tmp_path / app / "commands" / "greet.py").touch()
    assert names_twice([tmp_path / "one", tmp_path / "two"]) == ["greet"]
