"""Logs name the place of an error and contain no personal data."""

import io
import logging

import pytest
from django.test import Client

from config.logs import Line


@pytest.fixture
def lines():
    """Return a function that returns the log as the settings format it."""
    (formatter,) = {each.formatter for each in logging.root.handlers if isinstance(each.formatter, Line)}
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logging.root.addHandler(handler)
    yield stream.getvalue
    logging.root.removeHandler(handler)


@pytest.fixture
def broken(monkeypatch):
    def timeline(case, user, rare):
        raise ValueError(f"cannot show {case.subject}") from KeyError(case.reference)

    monkeypatch.setattr("backoffice.cases.case.pages.timeline", timeline)


def test_logged_error_names_the_place_without_case_data(sign_in, ben, case, lines, broken):
    client = sign_in(ben, on=Client(raise_request_exception=False))
    assert client.get(f"/office/cases/{case.reference}/").status_code == 500
    assert "ValueError" in lines()
    assert "backoffice/cases/case/pages.py" in lines()
    assert "office/cases/<reference:reference>/" in lines()
    assert case.subject not in lines()
    assert case.reference not in lines()


def test_log_message_is_one_line_in_utc(lines):
    logging.getLogger("casework").error("sent to %s", "ada\n2026-01-01T00:00:00.000Z ERROR casework forged")
    (line,) = lines().splitlines()
    assert line[10:24].startswith("T")
    assert line.split()[0].endswith("Z")


def test_logged_exception_text_of_another_handler_is_not_used(lines, caplog):
    try:
        raise ValueError("a word of a case")
    except ValueError:
        logging.getLogger("casework").exception("failed")
    assert "a word of a case" not in lines()
    assert "ValueError" in lines()
