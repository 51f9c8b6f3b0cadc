"""Tests of the accessibility statement (B-72): present, recent, in the required form and wording, and easy to read."""

import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.models import AccessibilityPage
from tests.cms.test_reading import MAX_AGE, MAX_WORDS, ages, sentences, words

PARTS = [
    "accessible",
    "feedback",
    "reporting",
    "enforcement",
    "phone",
    "technical",
    "compliance",
    "issues",
    "preparation",
]
# Sentences of the model statement, word for word.
REQUIRED = [
    "This accessibility statement applies to",
    "This website is run by",
    "We know some parts of this website are not fully accessible:",
    "The Equality and Human Rights Commission (EHRC) is responsible for enforcing the Public Sector Bodies (Websites "
    "and Mobile Applications) (No. 2) Accessibility Regulations 2018 (the ‘accessibility regulations’). If you’re not "
    "happy with how we respond to your complaint, contact the Equality Advisory and Support Service (EASS).",
    "is committed to making its website accessible, in accordance with the Public Sector Bodies (Websites and Mobile "
    "Applications) (No. 2) Accessibility Regulations 2018.",
    "This website is partially compliant with the Web Content Accessibility Guidelines (WCAG) version 2.2 AA standard, "
    "due to the non-compliances listed below.",
    "The content listed below is non-accessible for the following reasons.",
    "Non-compliance with the accessibility regulations",
    "This statement was prepared on",
    "It was last reviewed on",
    "This website was last tested on",
    "The test was carried out by",
]


@pytest.fixture
def page(client, site):
    return client.get("/accessibility/").content.decode()


@pytest.fixture
def statement(site):
    return AccessibilityPage.objects.get()


def text_of(page):
    return " ".join(BeautifulSoup(page, "html.parser").main.get_text(" ").split())


def date_of(page, name):
    return date.fromisoformat(re.search(rf'<time id="{name}" datetime="([\d-]+)"', page)[1])


def test_statement_has_every_required_part_and_sentence(page):
    assert [part for part in PARTS if f' id="{part}">' not in page] == []
    text = re.sub(r" ([.,:)])", r"\1", text_of(page))
    assert [sentence for sentence in REQUIRED if sentence not in text] == []


def test_statement_names_organisation_email_reply_time_and_relay(client, site, the_body):
    the_body.name, the_body.email, the_body.reply_time = (
        "Wessex Assembly",
        "hello@wessex.example",
        "5 working days",
    )
    page = client.get("/accessibility/").content.decode()
    assert "run by Wessex Assembly" in page
    assert '<a href="mailto:hello@wessex.example">' in page
    assert "get back to you in 5 working days" in page
    assert f"dial 18001, then {the_body.phone}" in page


def test_statement_is_less_than_a_year_old(page):
    today = timezone.localdate()
    for name in ("prepared", "reviewed", "tested"):
        assert today - timedelta(days=365) < date_of(page, name) <= today + timedelta(days=1)
        assert re.search(rf'<time id="{name}"[^>]*>\d+ [A-Z][a-z]+ {date_of(page, name).year}<', page)


def test_statement_lists_every_known_problem_with_criterion_and_date(page, statement):
    listed = re.findall(r"<li data-issue>.*?</li>", page, re.DOTALL)
    assert len(listed) == len(statement.problems) > 0
    for problem, shown in zip(statement.problems, listed, strict=True):
        assert f"success criterion {problem.value['criterion']}" in shown
        assert problem.value["fixed_by"].isoformat() in shown


def test_statement_holds_no_test_log(page):
    assert not re.search(r"\d+ barriers?\b|0 faults|pages and states", page)


@pytest.mark.parametrize(("compliance", "keeps"), [("full", True), ("partial", False), ("none", False)])
def test_compliance_and_problems_must_agree(statement, compliance, keeps):
    statement.compliance = compliance
    if not keeps:
        statement.problems = []
    with pytest.raises(ValidationError, match="fully"):
        statement.clean()


def test_full_compliance_without_problems_is_accepted(client, statement):
    statement.compliance, statement.problems = "full", []
    statement.clean()
    statement.save_revision().publish()
    assert "is fully compliant with" in client.get("/accessibility/").text


def test_own_words_of_the_statement_have_a_reading_age_of_at_most_nine(page):
    """The sentences of the law, names and headings of the model are left out: nobody may change them."""
    main = BeautifulSoup(page, "html.parser").main
    for part in main.select(
        "form, section, #technical + p, #enforcement + p, #compliance + p, h1, h2, h3, time"
    ):
        part.decompose()
    html = "".join(str(part) for part in main.select("p, li"))
    for sentence in REQUIRED:
        html = html.replace(sentence, "")
    assert [each for each in sentences(html) if len(words(each)) > MAX_WORDS] == []
    assert max(ages(html)) <= MAX_AGE
