"""Reply drafts: saved while typed, shared with the office, and never overwritten by another page."""

import uuid

import pytest
from django.urls import reverse

from casework.cases.models import Case, Message, ReplyDraft
from casework.cases.services.messages.message import add_note
from casework.wall.scope import ALL, scoped
from tests import factories


def to(name, case, **more):
    return reverse(f"backoffice:{name}", args=[case.reference], **more)


def page_of(client, case, query=""):
    return client.get(to("case_detail", case) + query)


def hidden(page):
    form = page.context["form"]
    return {name: form[name].value() for name in ("once", "draft", "page", "version", "seen", "looked_at")}


def save(client, case, page, **more):
    """Save the draft as the script does, and return what it answers."""
    return client.post(to("draft", case), hidden(page) | {"turn": "office", "quiet": "yes"} | more)


def bodies():
    with scoped(ALL):
        return sorted(ReplyDraft.objects.values_list("body", flat=True))


def test_draft_saved_by_script_is_there_on_the_next_visit_of_a_colleague(desk, ben, dev, case):
    client = desk(ben)
    answer = save(
        client, case, page_of(client, case), body="Dear Ada", turn="third-party", waiting_on="The Met"
    )
    assert "Draft saved" in answer.json()["words"]
    page = page_of(desk(dev), case)
    assert page.context["form"]["body"].value() == "Dear Ada"
    assert page.context["form"]["waiting_on"].value() == "The Met"
    assert "Draft of <bdi>Ben</bdi>" in page.text
    assert not page.context["form"].errors


def test_draft_keeps_no_value_that_its_form_does_not_have(desk, ben, case):
    client = desk(ben)
    sent = {"body": "Dear Ada", "next_on_day": "27", "turn_since": "x", "told_at": "x", "next_on": "x"}
    save(client, case, page_of(client, case), **sent)
    with scoped(ALL):
        assert ReplyDraft.objects.get().entered == {"turn": ["office"], "next_on_day": ["27"]}


def test_empty_composer_is_not_saved_by_script(desk, ben, case):
    client = desk(ben)
    assert save(client, case, page_of(client, case), body=" ").status_code == 204
    assert bodies() == []


def test_draft_is_saved_without_a_script(desk, ben, case):
    client = desk(ben)
    response = client.post(
        to("draft", case), hidden(page_of(client, case)) | {"body": "Dear Ada"}, follow=True
    )
    assert "Draft saved" in response.text
    assert response.context["form"]["body"].value() == "Dear Ada"


def test_one_page_saves_one_draft_again_and_again(desk, ben, case):
    client = desk(ben)
    page = page_of(client, case)
    for words in ("Dear", "Dear Ada", "Dear Ada, thank you"):  # as if no answer had arrived
        save(client, case, page, body=words)
    assert bodies() == ["Dear Ada, thank you"]


def test_second_editor_of_a_draft_is_warned_and_both_texts_are_kept(desk, ben, dev, case):
    first, second = desk(ben), desk(dev)
    save(first, case, page_of(first, case), body="Dear Ada")
    of_ben, of_dev = page_of(first, case), page_of(second, case)
    save(second, case, of_dev, body="Dear Ada, from Dev")
    answer = save(first, case, of_ben, body="Dear Ada, from Ben").json()
    assert "Both texts are kept" in answer["words"]
    assert bodies() == ["Dear Ada, from Ben", "Dear Ada, from Dev"]
    page = page_of(first, case)
    assert page.context["form"]["body"].value() == "Dear Ada, from Ben"
    assert "Draft of <bdi>Dev</bdi>" in page.text


def test_sent_reply_replaces_its_draft_and_no_other(desk, ben, dev, case):
    first, second = desk(ben), desk(dev)
    save(second, case, page_of(second, case), body="Of Dev")
    page = page_of(first, case, "?draft=new")
    save(first, case, page, body="Of Ben")
    again = page_of(first, case)
    first.post(to("reply", case), hidden(again) | {"body": "Of Ben", "turn": "office"})
    assert bodies() == ["Of Dev"]


def test_text_that_a_colleague_added_later_outlives_the_sending(desk, ben, dev, case):
    first, second = desk(ben), desk(dev)
    save(first, case, page_of(first, case), body="Dear Ada")
    of_ben, of_dev = page_of(first, case), page_of(second, case)
    save(second, case, of_dev, body="Dear Ada, and more")
    first.post(to("reply", case), hidden(of_ben) | {"body": "Dear Ada", "turn": "office"})
    with scoped(ALL):
        assert Message.objects.filter(case=case, direction="out").get().body == "Dear Ada"
    assert bodies() == ["Dear Ada, and more"]


def test_edit_conflict_of_a_reply_shows_what_happened_and_the_next_press_sends(desk, ben, dev, case):
    client = desk(ben)
    sent = hidden(page_of(client, case)) | {"body": "My own words", "turn": "office"}
    with scoped(ALL):
        add_note(case=Case.objects.get(pk=case.pk), body="Do not call", by=dev, once=uuid.uuid4())
    page = client.post(to("reply", case), sent, follow=True)
    conflict = page.text.split("What happened meanwhile")[1]
    assert conflict.index("Do not call") < conflict.index("My own words")
    assert page.text.split("<title>")[1].startswith("Error:")
    client.post(to("reply", case), hidden(page) | {"body": "My own words", "turn": "office"})
    with scoped(ALL):
        assert Message.objects.filter(case=case, direction="out").get().body == "My own words"


def test_draft_is_thrown_away_only_after_a_question(desk, ben, case):
    client = desk(ben)
    save(client, case, page_of(client, case), body="Dear Ada")
    with scoped(ALL):
        address = reverse("backoffice:discard_draft", args=[case.reference, ReplyDraft.objects.get().uuid])
    assert "Dear Ada" in client.get(address).text
    assert bodies() == ["Dear Ada"]
    client.post(address)
    assert bodies() == []


def test_draft_on_a_closed_case_is_still_shown(desk, ben, case):
    client = desk(ben)
    save(client, case, page_of(client, case), body="Dear Ada")
    client.post(to("close", case), {"outcome": "Done"})
    assert page_of(client, case).context["form"]["body"].value() == "Dear Ada"


@pytest.mark.parametrize("name", ["eve", "cat"])
def test_draft_is_invisible_to_other_offices(desk, assembly, case, name):
    client = desk(assembly.ben)
    save(client, case, page_of(client, case), body="Dear Ada")
    with scoped(ALL):
        draft = ReplyDraft.objects.get()
        assert not ReplyDraft.objects.visible_to(getattr(assembly, name)).exists()
    outsider = desk(getattr(assembly, name))
    address = reverse("backoffice:discard_draft", args=[case.reference, draft.uuid])
    assert outsider.post(address).status_code == 404
    assert bodies() == ["Dear Ada"]


def test_draft_of_one_case_cannot_be_saved_through_another(desk, ben, office, case):
    client, other = desk(ben), factories.case(office=office)
    save(client, case, page_of(client, case), body="Dear Ada")
    with scoped(ALL):
        draft = ReplyDraft.objects.get()
    save(client, other, page_of(client, other), body="Dear Bea", draft=draft.uuid)
    with scoped(ALL):
        assert ReplyDraft.objects.get(case=case).body == "Dear Ada"
