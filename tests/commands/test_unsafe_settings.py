"""The service refuses to start with an unsafe setting, and names it."""

import string

import pytest
from django.core.exceptions import ImproperlyConfigured

from casework.files.checks import files_are_scanned
from config import environment as env
from ops import checks

POSTGRESQL = {"default": {"ENGINE": "django.db.backends.postgresql"}}


@pytest.fixture
def production(settings, monkeypatch, tmp_path):
    """Return the settings of a complete production installation."""
    settings.BASE_URL = "https://casework.example"
    settings.SECRET_KEY = string.ascii_letters + string.digits
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    settings.MAIL_URL = "smtps://mail.example:465"
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(checks.settings, "DATABASES", POSTGRESQL)
    return settings


def test_complete_production_settings_are_accepted(production):
    assert checks.wrong_settings() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", True),
        ("BASE_URL", "http://casework.example"),
        ("SECRET_KEY", "x" * 60),
        ("MAIL_URL", ""),
        ("TRUSTED_PROXIES", []),
        ("TRUSTED_PROXIES", ["0.0.0.0/0"]),
        ("TRUSTED_PROXIES", ["proxy"]),
        ("TRUSTED_PROXIES", ["none"]),
        ("LOG_FORMAT", "xml"),
        ("HEALTH_TOKEN", "short"),
        ("BACKUP_KEY", ["age1nonsense"]),
        ("BACKUP_KEEP", 0),
    ],
)
def test_unsafe_setting_is_refused_by_name(production, name, value):
    setattr(production, name, value)
    [fault] = checks.wrong_settings()
    assert fault.startswith(name)


def test_sqlite_is_refused_in_production(production, monkeypatch):
    monkeypatch.setattr(checks.settings, "DATABASES", {"default": {"ENGINE": "django.db.backends.sqlite3"}})
    [fault] = checks.wrong_settings()
    assert fault.startswith("DATABASE_URL")


def test_secret_key_file_readable_by_other_users_is_refused(production, tmp_path):
    (tmp_path / "secret-key").touch(mode=0o644)
    assert "SECRET_KEY" in checks.wrong_settings()[0]


@pytest.mark.parametrize("name", ["FILES_URL", "NOW"])
def test_reserved_setting_is_refused(production, monkeypatch, name):
    monkeypatch.setenv(name, "anything")
    [fault] = checks.wrong_settings()
    assert fault.startswith(f"{name} is set")


def test_mail_files_and_plain_http_are_accepted_on_localhost(settings):
    settings.BASE_URL = "http://localhost:8000"
    assert checks.wrong_settings() == []


@pytest.mark.parametrize(
    "value", ["casework.example", "ftp://casework.example", "https://", "https://a.example/path"]
)
def test_invalid_base_url_is_refused(monkeypatch, value):
    monkeypatch.setenv("BASE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="BASE_URL must look like"):
        env.address("BASE_URL", "http://localhost")


@pytest.mark.parametrize("url", ["", "tcp://127.0.0.1:3310", "/run/clamd.ctl", "unix:///run/clamd.ctl"])
def test_scanner_on_this_machine_is_accepted(production, monkeypatch, url):
    monkeypatch.setenv("CLAMD_URL", url)
    production.CLAMD_URL = env.scanner("CLAMD_URL")
    assert checks.wrong_settings() == []


@pytest.mark.parametrize(
    "url", ["tcp://", "tcp://host", "tcp://a:b", "tcp://a:99999", "http://a:1", "clamd", "unix://a/b"]
)
def test_invalid_scanner_url_is_refused_by_name(monkeypatch, url):
    monkeypatch.setenv("CLAMD_URL", url)
    with pytest.raises(ImproperlyConfigured, match="CLAMD_URL"):
        env.scanner("CLAMD_URL")


def test_unencrypted_scanner_on_another_machine_is_refused(production):
    production.CLAMD_URL = "tcp://scanner.example:3310"
    [fault] = checks.wrong_settings()
    assert fault.startswith("CLAMD_URL")


def test_system_check_warns_without_a_scanner(settings):
    settings.CLAMD_URL = ""
    assert [found.id for found in files_are_scanned()] == ["files.W002"]
    settings.CLAMD_URL = "/run/clamd.ctl"
    assert files_are_scanned() == []
