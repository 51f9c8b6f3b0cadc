"""Connections to other machines are encrypted, and the other side proves its identity."""

import ssl

import pytest
from django.core.mail import mailers

from config.environment import database
from config.mail import mailer
from ops.checks import wrong_settings


@pytest.fixture
def production(settings, tmp_path):
    settings.BASE_URL, settings.DATA_DIR = "https://casework.example", tmp_path
    settings.MAIL_URL = "smtps://mail.example:465"
    return settings


def said(word):
    return [fault for fault in wrong_settings() if fault.startswith(word)]


@pytest.mark.parametrize("url", ["smtp://mail.example:25", "smtp://10.0.0.7"])
def test_unencrypted_mail_url_is_refused(production, url):
    production.MAIL_URL = url
    assert said("MAIL_URL")


@pytest.mark.parametrize("url", ["smtps://mail.example", "smtp+tls://mail.example", "smtp://localhost:25"])
def test_encrypted_or_local_mail_url_is_accepted(production, url):
    production.MAIL_URL = url
    assert not said("MAIL_URL")


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("postgresql://app:x@db.example/casework", False),
        ("postgresql://app:x@db.example/casework?sslmode=prefer", False),
        ("postgresql://app:x@db.example/casework?sslmode=require", False),
        ("postgresql://app:x@db.example/casework?sslmode=verify-full", True),
        ("postgresql://app:x@localhost/casework", True),
        ("postgresql://app:x@/casework?host=/run/postgresql", True),
    ],
)
def test_remote_database_requires_tls(production, monkeypatch, url, good):
    monkeypatch.setitem(production.DATABASES, "default", database(url, setting="DATABASE_URL"))
    assert bool(said("DATABASE_URL")) is not good


def test_mail_server_certificate_is_verified(settings, tmp_path):
    settings.MAILERS = {"default": mailer("smtps://mail.example:465", folder=tmp_path)}
    context = mailers["default"].ssl_context
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname
