"""The language that a person uses goes along to the case, its mail and the staff who answer."""

from uuid import uuid4

from casework.cases.models import Case
from casework.cases.services.messages.message import reply_to_constituent
from casework.cases.services.messages.reply_check import check_reply
from casework.cases.turns import Turn
from casework.constituents.models import Constituent
from casework.constituents.services import prove_address
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from tests.raise_case.hand import ANSWERS, Hand


class PolishHand(Hand):
    def url(self, step="", **query):
        return f"/pl{super().url(step, **query)}"


def sent_in_polish(client, **changed):
    hand = PolishHand(client)
    hand.fill(**changed)
    hand.send()
    with scoped(ALL):
        return Case.objects.select_related("constituent", "office").get()


def test_acknowledgement_is_in_the_language_of_the_form(client, contact, polish, sent_mail):
    case = sent_in_polish(client)
    [mail] = sent_mail()
    assert case.constituent.language_code == "pl"
    assert mail["Subject"] == "Mamy Twoją wiadomość"
    assert '<html lang="pl"' in mail.get_body(("html",)).get_content()


def test_link_back_to_saved_answers_is_in_the_language_of_the_form(client, contact, polish, sent_mail):
    hand = PolishHand(client)
    hand.post("safety")
    hand.client.post("/pl/raise/contact/later/", {"email": "amina@london.example"})
    [mail] = sent_mail()
    assert mail["Subject"] == "Twój link"
    assert "/pl/" in mail.get_body(("plain",)).get_content()


def test_alert_of_a_reply_is_in_the_persons_language(client, contact, polish, sent_mail, ada, ben, assembly):
    case = sent_in_polish(client)
    prove_address(user=ada, email="amina@london.example")
    sent_mail()
    with scoped(ALL):
        case = Case.objects.get(pk=case.pk)
        reply_to_constituent(
            case=case,
            body="The lift works.",
            by=ben,
            turn=Turn.OFFICE,
            once=uuid4(),
            reason="They read English.",
        )
        assert OutboxMessage.objects.count() == 2
    assert sent_mail()[-1]["Subject"] == "Masz wiadomość"


def test_mail_is_in_english_once_the_language_is_off(client, contact, polish, sent_mail, the_body):
    hand = PolishHand(client)
    hand.fill()
    the_body.languages = []
    Hand(client).send()
    assert sent_mail()[-1]["Subject"] == "We have your message"


def test_reply_in_english_to_a_reader_of_polish_is_stopped(case, ben, polish):
    with scoped(ALL):
        Constituent.objects.filter(pk=case.constituent_id).update(language="", language_code="pl")
        case = Case.objects.select_related("constituent", "office", "member").get(pk=case.pk)
        checked = check_reply(case=case, body="Dear Ada", by=ben)
    assert [obstacle.sentence for obstacle in checked.obstacles] == [
        "They asked for Polish. This reply has no template in Polish."
    ]
    assert checked.stops("")
    assert not checked.stops("They read English too.")


def test_language_that_was_asked_for_comes_before_the_one_that_was_used(polish):
    asked = Constituent(language="Arabic", language_code="pl")
    assert (asked.reads, asked.mail_language) == ("Arabic", "ar")
    used = Constituent(language="English", language_code="pl")
    assert (used.reads, used.mail_language) == ("English", "pl")
    unknown = Constituent(language="Somali")
    assert (unknown.reads, unknown.mail_language) == ("Somali", "")


def test_answers_of_the_case_are_in_english(client, contact, polish):
    case = sent_in_polish(client, you={"name": "Amina", "email": "amina@london.example"})
    assert case.subject == ANSWERS["details"]["subject"]
    assert not [row for row in case.answers if "<bdi" in str(row)]
