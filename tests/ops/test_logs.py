"""JSON log lines for a collector: one object each, with a request id and no personal data."""

import io
import json
import logging

import pytest
from django.test import Client

from config.logs import JsonLine


@pytest.fixture
def lines():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLine())
    logging.root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.root.removeHandler(handler)


def test_request_log_line_names_the_route_only(sign_in, ben, case, lines, settings):
    settings.LOG_REQUESTS = True
    sign_in(ben).get(f"/office/cases/{case.reference}/?q=secret")
    (line,) = [each for each in lines() if each["logger"] == "config.requests"]
    assert line["message"].startswith("GET /office/cases/<reference:reference>/ 200 ")
    assert len(line["request"]) == 12
    assert case.reference not in str(lines())
    assert "secret" not in str(lines())
    assert ben.email not in str(lines())


def test_error_is_one_json_object_with_its_places(sign_in, ben, case, lines, monkeypatch):
    def timeline(case, user, rare):
        raise ValueError(f"cannot show\n{case.subject}")

    monkeypatch.setattr("backoffice.cases.case.pages.timeline", timeline)
    client = sign_in(ben, on=Client(raise_request_exception=False))
    client.get(f"/office/cases/{case.reference}/")
    (line,) = [each for each in lines() if each["level"] == "ERROR"]
    assert any("ValueError" in place for place in line["places"])
    assert case.subject not in str(lines())


def test_log_line_outside_a_request_has_no_request_id(lines):
    logging.getLogger("x").warning("a\nb")
    (line,) = lines()
    assert "request" not in line
    assert line["message"] == "a\nb"
