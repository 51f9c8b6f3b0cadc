"""Guides to topics: who keeps and who reads them, and the checklist on a case."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.models import Case, ChecklistTick, OfficeGuide, SharedGuide, Topic
from casework.wall.scope import ALL, scoped
from tests import factories

LATER = timezone.localdate() + timedelta(days=30)
WORDS = {"checklist": "Ask the operator\nLook for the same lift", "questions": "Since when?\nWhich platform?"}


@pytest.fixture
def lifts(case):
    """Return a topic that every office offers, which `case` has."""
    with scoped(ALL):
        topic = Topic.objects.create(slug="lifts", name="Lifts", public=True)
        Case.objects.filter(pk=case.pk).update(topic=topic)
    return topic


def guide(office, topic, **facts):
    with scoped(ALL):
        return OfficeGuide.objects.create(
            office=office,
            topic=topic,
            **WORDS | {"review_on": LATER, "member_can": "Ask at Mayor’s Question Time."} | facts,
        )


def shared_guide(topic, **facts):
    return SharedGuide.objects.create(topic=topic, **WORDS | {"review_on": LATER} | facts)


def filled(**facts):
    day = {"review_on_day": LATER.day, "review_on_month": LATER.month, "review_on_year": LATER.year}
    return {"topic": "lifts", "checklist": WORDS["checklist"]} | day | facts


def ticks():
    with scoped(ALL):
        return {tick.step: tick.by.name for tick in ChecklistTick.objects.select_related("by")}


@pytest.fixture
def boss(assembly):
    return factories.staff("Boss", is_administrator=True)


@pytest.fixture
def fay(assembly):
    return assembly.fay


@pytest.fixture
def case_url(case):
    return reverse("backoffice:case_detail", args=[case.reference])


def test_guides_of_its_topic_stand_beside_a_case(desk, ben, office, lifts, case_url, assembly):
    other = Topic.objects.create(slug="roads", name="Roads", public=True)
    guide(office, lifts)
    guide(office, other, member_can="Write to the borough.")
    guide(assembly.sister, lifts, member_can="Words of the sister office")
    shared_guide(lifts, others_can="The operator, 0343 222 1234")
    page = desk(ben).get(case_url)
    assert "Ask at Mayor’s Question Time." in page.text
    assert "The operator, 0343 222 1234" in page.text
    assert "Write to the borough." not in page.text
    assert "sister office" not in page.text


def test_case_without_a_guide_shows_none(desk, ben, lifts, case_url):
    assert desk(ben).get(case_url).context["guides"] is None


def test_guide_costs_a_case_page_one_statement_however_much_is_ticked(
    desk, ben, case, office, lifts, case_url
):
    client = desk(ben)
    client.get(case_url)
    with CaptureQueriesContext(connection) as without:
        client.get(case_url)
    guide(office, lifts)
    shared_guide(lifts)
    client.post(f"{case_url}checklist/", {"step": ["Ask the operator", "Look for the same lift"]})
    client.get(case_url)
    with CaptureQueriesContext(connection) as having:
        client.get(case_url)
    assert len(having) - len(without) == 1


def test_step_is_ticked_by_name_and_unticked(desk, ben, dev, office, lifts, case, case_url):
    guide(office, lifts)
    address = f"{case_url}checklist/"
    page = desk(ben).post(address, {"step": ["Ask the operator"]}, follow=True)
    assert "The checklist is saved." in page.text
    assert ticks() == {"Ask the operator": "Ben"}
    assert [step.done for step in page.context["guides"].steps] == [True, False]
    with scoped(ALL):
        assert Entry.objects.filter(verb="checklist.ticked", subject=case.reference).count() == 1
    desk(dev).post(address, {"was": ["Ask the operator"]})
    assert ticks() == {}


def test_ticks_of_a_colleague_stay_when_an_older_page_is_saved(desk, ben, dev, office, lifts, case_url):
    guide(office, lifts)
    address = f"{case_url}checklist/"
    desk(ben).post(address, {"step": ["Ask the operator"]})
    desk(dev).post(address, {"step": ["Look for the same lift"]})
    assert ticks() == {"Ask the operator": "Ben", "Look for the same lift": "Dev"}


def test_step_that_no_guide_has_is_not_ticked(desk, ben, office, lifts, case_url):
    guide(office, lifts)
    desk(ben).post(f"{case_url}checklist/", {"step": ["Something else"]})
    assert ticks() == {}


def test_hostile_steps_are_neither_ticked_nor_an_error(desk, ben, office, lifts, case_url):
    guide(office, lifts)
    sent = {"step": ["\0", "x" * 500], "was": ["\0", "Never ticked"]}
    assert desk(ben).post(f"{case_url}checklist/", sent).status_code == 302
    assert ticks() == {}


def test_ticked_step_is_shown_after_the_guide_lost_it(desk, ben, office, lifts, case_url):
    kept = guide(office, lifts)
    client = desk(ben)
    client.post(f"{case_url}checklist/", {"step": ["Ask the operator"]})
    with scoped(ALL):
        OfficeGuide.objects.filter(pk=kept.pk).update(checklist="Look again")
    steps = client.get(case_url).context["guides"].steps
    assert [(step.text, step.done) for step in steps] == [("Look again", False), ("Ask the operator", True)]


def test_person_who_only_reads_sees_the_guide_without_boxes(desk, fay, office, lifts, case_url):
    guide(office, lifts)
    page = desk(fay).get(case_url)
    assert "Ask the operator" in page.text
    assert 'name="step"' not in page.text
    assert desk(fay).post(f"{case_url}checklist/", {"step": ["Ask the operator"]}).status_code == 403


def test_manager_keeps_and_removes_a_guide_and_a_caseworker_does_not(desk, dev, ben, lifts, case_url):
    add = reverse("backoffice:guide_add")
    assert desk(ben).post(add, filled()).status_code == 403
    manager = desk(dev)
    assert "is saved" in manager.post(add, filled(), follow=True).text
    with scoped(ALL):
        kept = OfficeGuide.objects.get()
    assert (kept.owner, kept.review_on, kept.checklist) == (dev, LATER, WORDS["checklist"])
    manager.post(reverse("backoffice:guide_edit", args=[kept.uuid]), filled(others_can="The council"))
    assert "The council" in desk(ben).get(reverse("backoffice:guides")).text
    manager.post(reverse("backoffice:guide_remove", args=[kept.uuid]))
    assert desk(ben).get(case_url).context["guides"] is None


def test_second_guide_to_a_topic_is_refused(desk, dev, office, lifts):
    guide(office, lifts)
    page = desk(dev).post(reverse("backoffice:guide_add"), filled())
    assert page.status_code == 422
    assert "There is a guide to this topic already" in page.text


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"checklist": ""}, "Write at least one part of the guide"),
        ({"checklist": "x" * 201}, "Use 200 characters at most in each line"),
        ({"checklist": "\n".join(f"Step {number}" for number in range(21))}, "Use 20 lines at most"),
        ({"topic": ""}, "Choose the topic of the guide"),
        ({"topic": "no-such-topic"}, "Choose the topic of the guide"),
        ({"review_on_year": "2020"}, "Enter a day that is still to come"),
    ],
)
def test_guide_that_may_not_be_is_refused(desk, dev, lifts, case, facts, sentence):
    page = desk(dev).post(reverse("backoffice:guide_add"), filled(**facts))
    assert page.status_code == 422
    assert sentence in page.text


def test_null_character_as_a_topic_is_refused(desk, dev, lifts, case):
    assert desk(dev).post(reverse("backoffice:guide_add"), filled(topic="\0")).status_code == 422


def test_repeated_and_empty_lines_of_a_checklist_are_dropped(desk, dev, lifts, case):
    desk(dev).post(reverse("backoffice:guide_add"), filled(checklist="Ask\n\n  Ask \nLook   again"))
    with scoped(ALL):
        assert OfficeGuide.objects.get().checklist == "Ask\nLook again"


def test_guide_to_check_appears_in_my_day_of_managers_alone(desk, dev, ben, office, lifts):
    guide(office, lifts, review_on=timezone.localdate())
    my_day = reverse("backoffice:my_day")
    assert [row.case__subject for row in desk(dev).get(my_day).context["wordings"]] == ["Lifts"]
    assert desk(ben).get(my_day).context["wordings"] == []


def test_administrator_keeps_guides_of_every_office_and_sees_which_to_check(desk, boss, ben, lifts, case_url):
    client = desk(boss)
    client.post(reverse("backoffice:shared_guide_add"), filled())
    assert len(desk(ben).get(case_url).context["guides"].steps) == 2
    SharedGuide.objects.update(review_on=timezone.localdate())
    assert "1 to check" in client.get(reverse("backoffice:administration")).text
    client.post(reverse("backoffice:shared_guide_remove", args=[SharedGuide.objects.get().uuid]))
    assert desk(ben).get(case_url).context["guides"] is None
