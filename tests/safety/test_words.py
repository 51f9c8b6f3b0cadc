"""A safe-contact case opens only with the safe word or a code told by phone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.models import SafeContact
from casework.cases.services.safety.safe_contact import forget_words, keep_safe, make_code
from casework.cases.services.sharing.offer import OfferGone
from casework.cases.services.sharing.share import accept_share
from casework.cases.services.sharing.transfer import decline_transfer
from casework.questionnaires.safe_word import hashed
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.sharing import offered, shared, transfer_offered

WORD = "Blue Teapot"


@pytest.fixture
def hidden(assembly):
    """Return a safe-contact case sent without signing in, with a safe word."""
    case = factories.case(office=assembly.office, subject="A safe-contact matter", safe_contact=True)
    with scoped(ALL):
        keep_safe(case=case, way="Phone before 3pm", word=hashed(WORD), by=None)
    return case


@pytest.fixture
def bea(assembly, sign_in):
    return sign_in(assembly.bea, on=Client())


def open_with(client, case, word):
    return client.post("/my-cases/open/", {"reference": case.reference, "word": word})


def code_for(case, by, hours=1):
    with scoped(ALL):
        return make_code(case=case, hours=hours, by=by)


@pytest.mark.parametrize("typed", [WORD, "blueteapot", "  BLUE   teapot ", "blue-teapot"])
def test_safe_word_opens_the_case_regardless_of_case_and_spaces(bea, hidden, typed):
    assert open_with(bea, hidden, typed).url == "/my-cases/"
    assert hidden.subject in bea.get("/my-cases/").text
    assert hidden.subject in bea.get(f"/my-cases/{hidden.reference}/").text


def test_opened_case_is_open_only_in_that_session(bea, hidden, assembly, sign_in):
    open_with(bea, hidden, WORD)
    another = sign_in(assembly.bea, on=Client())
    assert hidden.subject not in another.get("/my-cases/").text
    assert another.get(f"/my-cases/{hidden.reference}/").status_code == 404


def test_message_can_be_sent_on_an_opened_case(bea, hidden):
    open_with(bea, hidden, WORD)
    page = bea.get(f"/my-cases/{hidden.reference}/")
    once = page.context["form"]["once"].value()
    bea.post(f"/my-cases/{hidden.reference}/", {"once": once, "body": "Please phone at noon."})
    assert "Please phone at noon." in bea.get(f"/my-cases/{hidden.reference}/").text


def test_code_opens_the_case_once(bea, hidden, ben, assembly, sign_in):
    code = code_for(hidden, ben)
    assert open_with(bea, hidden, code).status_code == 302
    another = sign_in(assembly.ada, on=Client())
    assert open_with(another, hidden, code).status_code == 422


def test_expired_code_is_refused(bea, hidden, ben):
    code = code_for(hidden, ben)
    with scoped(ALL):
        SafeContact.objects.update(code_until=timezone.now() - timedelta(seconds=1))
    assert open_with(bea, hidden, code).status_code == 422


def test_new_code_invalidates_the_previous(bea, hidden, ben):
    before, after = code_for(hidden, ben), code_for(hidden, ben)
    assert open_with(bea, hidden, before).status_code == 422
    assert open_with(bea, hidden, after).status_code == 302


def comparable_text(response):
    """Return the main content without random and typed values."""
    text = response.text.partition("<main")[2].partition("</main>")[0]
    return "\n".join(line for line in text.splitlines() if "value=" not in line)


def test_wrong_word_and_missing_case_give_the_same_page(bea, hidden, assembly):
    ordinary = factories.case(office=assembly.office, raised_by=assembly.ada)
    wordless = factories.case(office=assembly.office, safe_contact=True)
    adas = factories.case(office=assembly.office, raised_by=assembly.ada, safe_contact=True)
    with scoped(ALL):
        keep_safe(case=adas, way="", word=hashed(WORD), by=None)
    pages = {comparable_text(open_with(bea, each, "wrong word")) for each in (hidden, ordinary, wordless)}
    pages |= {comparable_text(open_with(bea, each, WORD)) for each in (ordinary, wordless, adas)}
    pages.add(
        comparable_text(
            bea.post("/my-cases/open/", {"reference": factories.reference("2222-2222"), "word": WORD})
        )
    )
    pages.add(comparable_text(bea.post("/my-cases/open/", {"reference": "nonsense", "word": WORD})))
    assert len(pages) == 1


def test_attempts_are_limited_the_same_with_and_without_a_case(hidden, assembly, sign_in):
    def tries(person, reference):
        client = sign_in(person, on=Client())
        sent = {"reference": reference, "word": "wrong word"}
        return [client.post("/my-cases/open/", sent).status_code for _each in range(11)]

    assert (
        tries(assembly.ada, hidden.reference)
        == tries(assembly.bea, factories.reference("2222-2222"))
        == [422] * 10 + [429]
    )


def test_right_word_is_refused_like_a_wrong_one_after_too_many_guesses(
    bea, hidden, assembly, sign_in, settings
):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"word_for": "3/1h/key"}
    someone = sign_in(assembly.ada, on=Client())
    said = [open_with(someone, hidden, "wrong word").status_code for _each in range(5)]
    assert said == [422] * 5
    assert open_with(bea, hidden, WORD).status_code == 422


def test_right_word_does_not_use_up_attempts(bea, hidden):
    for _each in range(12):
        assert open_with(bea, hidden, WORD).status_code == 302


def test_safe_word_is_hashed_and_not_logged(bea, hidden):
    open_with(bea, hidden, WORD)
    open_with(bea, hidden, "wrong word")
    with scoped(ALL):
        kept = SafeContact.objects.get()
        entries = list(Entry.objects.filter(verb__startswith="safe.").order_by("pk"))
    assert "teapot" not in kept.word.lower()
    assert [entry.verb for entry in entries] == ["safe.opened", "safe.refused"]
    assert not any("eapot" in str(entry.detail) + entry.reason for entry in entries)


def test_deleting_the_safe_word_closes_open_sessions(bea, hidden, ben):
    open_with(bea, hidden, WORD)
    with scoped(ALL):
        forget_words(case=hidden, by=ben)
    assert bea.get(f"/my-cases/{hidden.reference}/").status_code == 404
    assert open_with(bea, hidden, WORD).status_code == 422


def test_safe_word_opens_no_other_case(bea, hidden, assembly):
    other = factories.case(office=assembly.office, subject="Another hidden one", safe_contact=True)
    open_with(bea, hidden, WORD)
    assert bea.get(f"/my-cases/{other.reference}/").status_code == 404
    assert other.subject not in bea.get("/my-cases/").text


def test_signing_out_closes_the_opened_case(bea, hidden, assembly, sign_in):
    open_with(bea, hidden, WORD)
    bea.post("/accounts/logout/")
    sign_in(assembly.bea, on=bea)
    assert bea.get(f"/my-cases/{hidden.reference}/").status_code == 404


def test_marking_a_case_safe_contact_ends_shares_and_offers(assembly, case, ben):
    """Open offers raise OfferGone and an accepted share ends."""
    share = shared(factories.case(office=assembly.office), to=assembly.sister, by=ben, yes=assembly.eve)
    asked = offered(case, to=assembly.sister, by=ben)
    transfer = transfer_offered(case, to=assembly.sister, by=ben)
    with scoped(ALL):
        for each in (case, share.case):
            keep_safe(case=each, way="Phone before 3pm", by=ben)
        for gone, answer in ((asked, accept_share), (transfer, decline_transfer)):
            with pytest.raises(OfferGone):
                answer(**{"share" if gone is asked else "transfer": gone}, by=assembly.eve)
        share.refresh_from_db()
    assert share.ended_at
