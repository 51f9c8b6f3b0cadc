"""Templates and standard lines: who keeps them, and which replies they stop."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.models import Message
from casework.constituents.models import Constituent
from casework.replies.fields import fill
from casework.replies.models import OfficeWording, SharedWording
from casework.wall.scope import ALL, scoped

LINE = "The night tube runs on Fridays and Saturdays."
TODAY = timezone.localdate


def wording(office, **facts):
    facts = {"name": "Night tube", "language": "English", "body": LINE, "review_on": TODAY()} | facts
    with scoped(ALL):
        return OfficeWording.objects.create(office=office, **facts)


def person_reads(case, **needs):
    with scoped(ALL):
        Constituent.objects.filter(pk=case.constituent_id).update(**needs)


def hidden(page):
    form = page.context["form"]
    return {name: form[name].value() for name in ("once", "draft", "page", "version", "seen", "looked_at")}


@pytest.fixture
def of_ben(desk, ben):
    return desk(ben)


@pytest.fixture
def send(of_ben, case):
    """Return a function that sends a reply from the page of the case as it is now, and returns the next page."""
    address = reverse("backoffice:case_detail", args=[case.reference])

    def send(body, **more):
        sent = hidden(of_ben.get(address)) | {"body": body, "turn": "office"} | more
        return of_ben.post(f"{address}reply/", sent, follow=True)

    return send


def sent(case):
    with scoped(ALL):
        return list(Message.objects.filter(case=case, direction="out").values_list("body", flat=True))


def test_template_is_added_above_the_signature_and_filled_when_sent(of_ben, send, office, case):
    type(office).objects.filter(pk=office.pk).update(signature="The team of Labour East")
    text = wording(office, body="Dear {name},\n\nthis is about {reference}.")
    address = reverse("backoffice:case_detail", args=[case.reference])
    chosen = hidden(of_ben.get(address)) | {"add": "yes", "wording": text.uuid, "turn": "office"}
    page = of_ben.post(f"{address}draft/", chosen | {"body": "The team of Labour East"}, follow=True)
    body = page.context["form"]["body"].value()
    assert body == "Dear {name},\n\nthis is about {reference}.\n\nThe team of Labour East"
    of_ben.post(f"{address}reply/", hidden(page) | {"body": body, "turn": "office"})
    filled = body.replace("{name}", case.constituent.name).replace("{reference}", case.reference)
    assert sent(case) == [filled]


def test_line_is_added_below_what_is_written(of_ben, office, case):
    text = wording(office, kind="line")
    address = reverse("backoffice:case_detail", args=[case.reference])
    page = of_ben.post(
        f"{address}draft/", {"add": "yes", "wording": text.uuid, "body": "Dear Ada"}, follow=True
    )
    assert page.context["form"]["body"].value() == f"Dear Ada\n\n{LINE}"


def test_preview_is_what_is_sent(send, case):
    preview = send("Dear {name}, call {my name}.", preview="yes").text
    words = f"Dear {case.constituent.name}, call Ben."
    assert words in preview
    send("Dear {name}, call {my name}.")
    assert sent(case) == [words]


def test_empty_field_stops_the_reply_whatever_the_reason(send, case):
    page = send("I write again on {next date}.", reason="I know")
    assert "{next date} is empty" in page.text
    assert "[next date: empty]" in page.text
    assert sent(case) == []
    day = TODAY() + timedelta(days=7)
    send("I write again on {next date}.", next_on_day=day.day, next_on_month=day.month, next_on_year=day.year)
    assert sent(case) == [f"I write again on {day.day} {day:%B %Y}."]


@pytest.mark.parametrize(
    ("facts", "needs", "body", "sentence"),
    [
        ({"expires_on": timezone.localdate() - timedelta(days=1)}, {}, LINE, "was true until"),
        ({"language": "Romanian"}, {}, LINE, "This reply has text in Romanian"),
        ({}, {"language": "Bengali"}, LINE, "This reply has text in English"),
        ({}, {"language": "Bengali"}, "Dear Ada", "has no template in Bengali"),
        ({"format": "Easy read"}, {}, LINE, "has text for Easy read"),
        ({}, {"format": "Large print"}, "Dear Ada", "They asked for: Large print"),
        ({}, {}, "See {this}", "is no field"),
    ],
)
def test_obstacle_stops_the_reply_until_a_reason_is_given(send, office, case, facts, needs, body, sentence):
    wording(office, **facts)
    person_reads(case, **needs)
    page = send(f"{body}\n\nYours")
    assert sentence in page.text
    assert sent(case) == []
    send(f"{body}\n\nYours", reason="Checked by phone")
    assert sent(case) == [f"{body}\n\nYours"]
    with scoped(ALL):
        assert Entry.objects.get(verb="reply.sent").reason == "Checked by phone"


@pytest.mark.parametrize(
    ("facts", "needs"),
    [
        ({"language": "Bengali"}, {"language": "bengali"}),
        ({"format": "Large print"}, {"format": "Large print, Braille"}),
        ({"expires_on": timezone.localdate()}, {"language": "English"}),
    ],
)
def test_fitting_wording_does_not_stop_the_reply(send, office, case, facts, needs):
    wording(office, **facts)
    person_reads(case, **needs)
    send(LINE)
    assert sent(case) == [LINE]


def test_values_of_fields_are_not_searched_for_fields():
    assert fill("Dear {name}", {"name": "{reference}", "reference": "LA"}).text == "Dear {reference}"


def test_wordings_of_another_office_are_neither_offered_nor_added(of_ben, assembly, case):
    theirs = wording(assembly.sister, body="Words of the sister office")
    address = reverse("backoffice:case_detail", args=[case.reference])
    assert str(theirs.uuid) not in of_ben.get(address).text
    page = of_ben.post(f"{address}draft/", {"add": "yes", "wording": theirs.uuid, "body": "x"}, follow=True)
    assert page.context["form"]["body"].value() == "x"
    assert "sister office" not in of_ben.get(reverse("backoffice:wordings")).text


def test_shared_wording_is_offered_to_every_office(of_ben, desk, cat, assembly, case):
    SharedWording.objects.create(name="Trams", language="English", body="The tram.", review_on=TODAY())
    assert "Trams" in of_ben.get(reverse("backoffice:case_detail", args=[case.reference])).text
    assert "Trams" in desk(cat).get(reverse("backoffice:wordings")).text


def test_manager_keeps_and_removes_a_wording_and_a_caseworker_does_not(desk, dev, ben, case):
    day = TODAY() + timedelta(days=30)
    facts = {"kind": "line", "name": "Lifts", "language": "English", "body": "The lift."}
    facts |= {"review_on_day": day.day, "review_on_month": day.month, "review_on_year": day.year}
    add = reverse("backoffice:wording_add")
    assert desk(ben).post(add, facts).status_code == 403
    manager = desk(dev)
    manager.post(add, facts)
    with scoped(ALL):
        kept = OfficeWording.objects.get()
    assert (kept.owner, kept.review_on) == (dev, day)
    manager.post(reverse("backoffice:wording_edit", args=[kept.uuid]), facts | {"body": "The new lift."})
    assert "The new lift." in manager.get(reverse("backoffice:wordings")).text
    manager.post(reverse("backoffice:wording_end", args=[kept.uuid]))
    assert "The new lift." not in manager.get(reverse("backoffice:wordings")).text


def test_wording_with_an_unknown_field_is_refused(desk, dev, case):
    page = desk(dev).post(reverse("backoffice:wording_add"), {"body": "Dear {nmae}"})
    assert page.status_code == 422
    assert "{nmae} is no field" in page.text


def test_short_wording_that_is_a_line_of_the_reply_is_recognised(office, case, send):
    wording(office, body="Szanowny Panie {name},\n\nDziękujemy.", language="Polish")
    assert "This reply has text in Polish" in send("Szanowny Panie Adamie,\n\nDziękujemy.\n\nThe office").text
    send("We wrote Dziękujemy to thank you.")
    assert sent(case) == ["We wrote Dziękujemy to thank you."]


def test_expired_short_line_stops_a_reply(office, case, send):
    wording(office, body="Closed until May.", expires_on=TODAY() - timedelta(days=1))
    assert "was true until" in send("Dear Ada,\nClosed  until May.").text
    assert sent(case) == []


def test_wording_of_nothing_but_fields_is_in_no_reply(office, case, send):
    wording(office, body="{signature}", language="Polish")
    send("Dear Ada")
    assert sent(case) == ["Dear Ada"]


def test_reason_is_asked_only_where_it_helps(office, send):
    assert 'name="reason"' not in send("We look at it on {next date}.", preview="yes").text
    wording(office, expires_on=TODAY() - timedelta(days=1))
    assert 'name="reason"' in send(LINE, preview="yes").text
