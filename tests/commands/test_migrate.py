"""`manage.py migrate` on a database that another version made."""

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder


@pytest.mark.django_db
def test_database_of_another_version_is_refused_in_words(monkeypatch):
    applied = {("cases", "0036_from_another_version"): None}
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda recorder: applied)
    with pytest.raises(CommandError, match="cases 0036_from_another_version is not known here"):
        call_command("migrate", verbosity=0)
