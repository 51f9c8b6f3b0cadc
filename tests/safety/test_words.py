"""A safe-contact case opens with the chosen word or a code told by phone, and with nothing else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.models import SafeContact
from casework.cases.offering import OfferGone
from casework.cases.safe_words import forget_words, keep_safe, make_code
from casework.cases.sharing import accept_share
from casework.cases.transfer import decline_transfer
from casework.questionnaires.secret_words import hashed
from casework.scope import ALL, scoped
from tests import factories
from tests.sharing import offered, shared, transfer_offered

WORD = "Blue Teapot"


@pytest.fixture
def hidden(assembly):
    """A case that bea sent without signing in; she said that email is not safe, and chose a word."""
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
def test_the_word_opens_the_case_however_it_is_typed(bea, hidden, typed):
    assert open_with(bea, hidden, typed).url == "/my-cases/"
    assert hidden.subject in bea.get("/my-cases/").text
    assert hidden.subject in bea.get(f"/my-cases/{hidden.reference}/").text


def test_what_is_open_is_open_in_that_session_alone(bea, hidden, assembly, sign_in):
    open_with(bea, hidden, WORD)
    another = sign_in(assembly.bea, on=Client())
    assert hidden.subject not in another.get("/my-cases/").text
    assert another.get(f"/my-cases/{hidden.reference}/").status_code == 404


def test_a_message_can_be_sent_from_there(bea, hidden):
    open_with(bea, hidden, WORD)
    page = bea.get(f"/my-cases/{hidden.reference}/")
    once = page.context["form"]["once"].value()
    bea.post(f"/my-cases/{hidden.reference}/", {"once": once, "body": "Please phone at noon."})
    assert "Please phone at noon." in bea.get(f"/my-cases/{hidden.reference}/").text


def test_a_code_opens_it_once(bea, hidden, ben, assembly, sign_in):
    code = code_for(hidden, ben)
    assert open_with(bea, hidden, code).status_code == 302
    another = sign_in(assembly.ada, on=Client())
    assert open_with(another, hidden, code).status_code == 422


def test_a_code_that_is_over_opens_nothing(bea, hidden, ben):
    code = code_for(hidden, ben)
    with scoped(ALL):
        SafeContact.objects.update(code_until=timezone.now() - timedelta(seconds=1))
    assert open_with(bea, hidden, code).status_code == 422


def test_a_new_code_ends_the_one_before(bea, hidden, ben):
    before, after = code_for(hidden, ben), code_for(hidden, ben)
    assert open_with(bea, hidden, before).status_code == 422
    assert open_with(bea, hidden, after).status_code == 302


def words_of(response):
    """The page without what differs by chance, and without what was typed."""
    text = response.text.partition("<main")[2].partition("</main>")[0]
    return "\n".join(line for line in text.splitlines() if "value=" not in line)


def test_nothing_tells_a_wrong_word_from_a_case_that_is_not_there(bea, hidden, assembly):
    ordinary = factories.case(office=assembly.office, raised_by=assembly.ada)
    wordless = factories.case(office=assembly.office, safe_contact=True)
    adas = factories.case(office=assembly.office, raised_by=assembly.ada, safe_contact=True)
    with scoped(ALL):
        keep_safe(case=adas, way="", word=hashed(WORD), by=None)
    pages = {words_of(open_with(bea, each, "wrong word")) for each in (hidden, ordinary, wordless)}
    pages |= {words_of(open_with(bea, each, WORD)) for each in (ordinary, wordless, adas)}
    pages.add(words_of(bea.post("/my-cases/open/", {"reference": "LA-2222-2222", "word": WORD})))
    pages.add(words_of(bea.post("/my-cases/open/", {"reference": "nonsense", "word": WORD})))
    assert len(pages) == 1


def test_tries_are_counted_the_same_whether_or_not_there_is_a_case(hidden, assembly, sign_in):
    def tries(person, reference):
        client = sign_in(person, on=Client())
        sent = {"reference": reference, "word": "wrong word"}
        return [client.post("/my-cases/open/", sent).status_code for _each in range(11)]

    assert tries(assembly.ada, hidden.reference) == tries(assembly.bea, "LA-2222-2222") == [422] * 10 + [429]


def test_guesses_of_others_at_a_case_change_no_answer_until_the_word_is_refused_like_a_wrong_one(
    bea, hidden, assembly, sign_in, settings
):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"word_for": "3/1h/key"}
    someone = sign_in(assembly.ada, on=Client())
    said = [open_with(someone, hidden, "wrong word").status_code for _each in range(5)]
    assert said == [422] * 5
    assert open_with(bea, hidden, WORD).status_code == 422


def test_a_right_word_gives_the_tries_back(bea, hidden):
    for _each in range(12):
        assert open_with(bea, hidden, WORD).status_code == 302


def test_the_word_is_hashed_and_in_no_log(bea, hidden):
    open_with(bea, hidden, WORD)
    open_with(bea, hidden, "wrong word")
    with scoped(ALL):
        kept = SafeContact.objects.get()
        entries = list(Entry.objects.filter(verb__startswith="safe.").order_by("pk"))
    assert "teapot" not in kept.word.lower()
    assert [entry.verb for entry in entries] == ["safe.opened", "safe.refused"]
    assert not any("eapot" in str(entry.detail) + entry.reason for entry in entries)


def test_ending_the_word_shuts_out_who_is_in(bea, hidden, ben):
    open_with(bea, hidden, WORD)
    with scoped(ALL):
        forget_words(case=hidden, by=ben)
    assert bea.get(f"/my-cases/{hidden.reference}/").status_code == 404
    assert open_with(bea, hidden, WORD).status_code == 422


def test_what_the_word_opens_opens_nothing_beside_it(bea, hidden, assembly):
    other = factories.case(office=assembly.office, subject="Another hidden one", safe_contact=True)
    open_with(bea, hidden, WORD)
    assert bea.get(f"/my-cases/{other.reference}/").status_code == 404
    assert other.subject not in bea.get("/my-cases/").text


def test_signing_out_closes_it(bea, hidden, assembly, sign_in):
    open_with(bea, hidden, WORD)
    bea.post("/accounts/logout/")
    sign_in(assembly.bea, on=bea)
    assert bea.get(f"/my-cases/{hidden.reference}/").status_code == 404


def test_who_was_asked_to_read_along_cannot_say_yes_any_more(assembly, case, ben):
    """Neither does anybody read on: the other office finds what it finds of an offer that was taken back."""
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
