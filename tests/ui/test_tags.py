"""Tests of the template tags and filters."""

import datetime

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import timezone

from tests.ui.test_forms import Name, day
from ui.gallery import Question
from ui.templatetags import ui
from ui.views import EMPTY_SITE_CONTEXT


def show(source, **context):
    return Template(source).render(Context(context)).strip()


@pytest.fixture
def this_year():
    return timezone.localdate().year


def test_day_of_this_year_omits_the_year(this_year):
    assert ui.day(datetime.date(this_year, 11, 18)).endswith("day 18 November")


def test_day_of_another_year_includes_the_year():
    assert ui.day(datetime.date(2020, 11, 18)) == "Wednesday 18 November 2020"


def test_short_day_is_abbreviated():
    assert ui.short_day(datetime.date(2020, 11, 26)) == "Thu 26 Nov 2020"


def test_moment_is_shown_in_london_time():
    summer = datetime.datetime(2020, 7, 1, 14, 40, tzinfo=datetime.UTC)
    assert ui.moment(summer) == "1 July 2020, 3:40pm"


def test_missing_date_is_empty():
    assert ui.full_day(None) == ui.full_moment(None) == ""
    assert ui.day(None) == ui.short_day(None) == ui.moment(None) == ""


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 KB"), (340_000, "340 KB"), (1_200_000, "1.2 MB"), (None, "")]
)
def test_file_size_has_a_unit(size, words):
    assert ui.filesize_words(size).replace("\N{NO-BREAK SPACE}", " ") == words


def test_typed_text_becomes_paragraphs_with_automatic_direction():
    assert show("{{ text|paragraphs }}", text="One\r\ntwo\n\n\n\nThree") == (
        '<p dir="auto">One<br>two</p>\n<p dir="auto">Three</p>'
    )


def test_typed_text_is_escaped():
    assert "<script" not in show("{{ text|paragraphs }}", text="<script>alert(1)</script>\n\n<b>")


def test_missing_text_has_no_paragraph():
    assert show("{{ text|paragraphs }}", text=None) == ""


def test_message_escapes_what_people_typed():
    html = show("{% message who now text role=who %}", who="<Ada>", now=timezone.now(), text="<b>\n\nTwo")
    assert html.count("&lt;Ada&gt;") == 2
    assert '<p dir="auto">&lt;b&gt;</p>' in html


def test_message_without_facts_beside_its_time_has_no_place_for_them():
    assert "ui-message__when" not in show("{% message 'Ada' now 'Hello' %}", now=timezone.now())


def test_message_shows_its_files():
    files = [{"name": "lift.pdf", "size": 1000, "url": "/f/", "state": "checked", "thumbnail": ""}]
    html = show("{% message 'Ada' now 'Hello' files=files %}", now=timezone.now(), files=files)
    assert '<a href="/f/"><bdi>lift.pdf</bdi></a>' in html


def test_tag_escapes_its_text():
    assert (
        show("{% tag words 'risk' %}", words="<Risk>")
        == '<span class="ui-tag ui-tag--risk">&lt;Risk&gt;</span>'
    )


def test_unknown_kind_of_tag_raises():
    with pytest.raises(TemplateSyntaxError, match="Known: closed"):
        show("{% tag 'Word' 'blue' %}")


def test_error_summary_repeats_and_links_the_field_errors():
    html = show("{% error_summary form other %}", form=Question({"way": "phone"}), other=day("1", "", "2026"))
    assert '<a href="#id_number">Fill in “Your phone number”</a>' in html
    assert '<a href="#id_when_1">Enter the month, like 3 or March</a>' in html


def test_form_without_errors_has_no_summary():
    assert show("{% error_summary form missing %}", form=Name({"name": "Ada"})) == ""


def test_title_of_a_form_with_errors_starts_with_error():
    assert show("{% error_prefix %}", form=Name({})) == "Error:"
    assert show("{% error_prefix other %}", form=Name(), other=Name({})) == "Error:"
    assert show("{% error_prefix %}", form=Name()) == ""


def test_error_prefix_is_added_once_by_page_and_frame():
    page = "{% extends 'public.html' %}{% block title %}{% error_prefix form %}Your case{% endblock %}"
    site = EMPTY_SITE_CONTEXT | {"site_name": "Members", "site_name_lead": "Contact your"}
    html = show(page, form=Name({}), **site)
    assert html.count("Error: Your case") == 1
    assert "Error: Error:" not in html


def test_nav_link_without_url_is_empty():
    assert show("{% nav_link url 'News' %}", url="") == ""


def test_nav_link_marks_the_current_section(rf):
    page = {"request": rf.get("/my-cases/LA-1/")}
    assert 'aria-current="true"' in show("{% nav_link '/my-cases/' 'My cases' %}", **page)
    assert "aria-current" not in show("{% nav_link '/news/' 'News' %}", **page)


def test_what_people_keep_names_the_year(this_year):
    assert ui.full_day(datetime.date(this_year, 11, 18)) == f"18 November {this_year}"
    assert f" {this_year}, " in ui.full_moment(timezone.now())
