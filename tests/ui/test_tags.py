"""Dates, sizes, words and typed text as pages show them."""

import datetime

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import timezone

from tests.ui.test_forms import Name, day
from ui.gallery import Question
from ui.templatetags import ui


def show(source, **context):
    return Template(source).render(Context(context)).strip()


@pytest.fixture
def this_year():
    return timezone.localdate().year


def test_a_day_of_this_year_has_no_year(this_year):
    assert ui.day(datetime.date(this_year, 11, 18)).endswith("day 18 November")


def test_a_day_of_another_year_has_its_year():
    assert ui.day(datetime.date(2020, 11, 18)) == "Wednesday 18 November 2020"


def test_tables_have_short_days():
    assert ui.short_day(datetime.date(2020, 11, 26)) == "Thu 26 Nov 2020"


def test_a_moment_is_told_in_london_time():
    summer = datetime.datetime(2020, 7, 1, 14, 40, tzinfo=datetime.UTC)
    assert ui.moment(summer) == "1 July 2020, 3:40pm"


def test_no_date_is_no_words():
    assert ui.day(None) == ui.short_day(None) == ui.moment(None) == ""


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 KB"), (340_000, "340 KB"), (1_200_000, "1.2 MB"), (None, "")]
)
def test_sizes_are_told_in_words(size, words):
    assert ui.filesize_words(size).replace("\N{NO-BREAK SPACE}", " ") == words


def test_typed_text_becomes_paragraphs_that_find_their_direction():
    assert show("{{ text|paragraphs }}", text="One\r\ntwo\n\n\n\nThree") == (
        '<p dir="auto">One<br>two</p>\n<p dir="auto">Three</p>'
    )


def test_typed_text_is_never_markup():
    assert "<script" not in show("{{ text|paragraphs }}", text="<script>alert(1)</script>\n\n<b>")


def test_no_text_is_no_paragraph():
    assert show("{{ text|paragraphs }}", text=None) == ""


def test_a_tag_is_a_word_with_a_border():
    assert (
        show("{% tag words 'risk' %}", words="<Risk>")
        == '<span class="ui-tag ui-tag--risk">&lt;Risk&gt;</span>'
    )


def test_an_unknown_kind_of_tag_is_a_mistake_of_ours():
    with pytest.raises(TemplateSyntaxError, match="Known: closed"):
        show("{% tag 'Word' 'blue' %}")


def test_the_summary_says_what_the_fields_say_and_leads_there():
    html = show("{% error_summary form other %}", form=Question({"way": "phone"}), other=day("1", "", "2026"))
    assert '<a href="#id_number">Fill in “Your phone number”</a>' in html
    assert '<a href="#id_when_1">Enter the month, like 3 or March</a>' in html


def test_a_form_without_errors_has_no_summary():
    assert show("{% error_summary form missing %}", form=Name({"name": "Ada"})) == ""


def test_the_title_of_a_refused_form_starts_with_error():
    assert show("{% error_prefix %}", form=Name({})) == "Error:"
    assert show("{% error_prefix other %}", form=Name(), other=Name({})) == "Error:"
    assert show("{% error_prefix %}", form=Name()) == ""


def test_error_is_said_once_even_if_page_and_frame_both_look():
    page = "{% extends 'public.html' %}{% block title %}{% error_prefix form %}Your case{% endblock %}"
    assert show(page, form=Name({})).count("Error: Your case") == 1
    assert "Error: Error:" not in show(page, form=Name({}))


def test_a_page_that_does_not_exist_has_no_link():
    assert show("{% nav_link url 'News' %}", url="") == ""


def test_the_section_one_is_in_is_marked(rf):
    page = {"request": rf.get("/my-cases/LA-1/")}
    assert 'aria-current="true"' in show("{% nav_link '/my-cases/' 'My cases' %}", **page)
    assert "aria-current" not in show("{% nav_link '/news/' 'News' %}", **page)
