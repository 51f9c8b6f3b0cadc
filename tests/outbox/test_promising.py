from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMessage, mail_managers, send_mail
from django.db import transaction

from casework.outbox.models import OutboxMessage
from casework.outbox.services import post, render_mail
from casework.scope import ALL, NOTHING, office_scope, scoped
from tests.outbox.conftest import now, promised

pytestmark = pytest.mark.django_db


def parsed(message):
    return message_from_bytes(bytes(now(message).raw), policy=policy.default)


def all_messages():
    with scoped(ALL):
        return list(OutboxMessage.objects.all())


def test_a_promise_is_undone_with_the_act_that_made_it():
    with transaction.atomic():
        promised()
        transaction.set_rollback(True)

    assert all_messages() == []


def test_mail_may_be_promised_where_no_scope_is_open():
    with scoped(NOTHING):
        ours = promised(office=7)
        nobodys = promised()

    assert [m.pk for m in all_messages()] == [ours.pk, nobodys.pk]


def test_a_mail_is_plain_text_and_html_from_a_named_sender():
    message = promised(html="<p>Good morning.</p>", from_email="Labour East <east@assembly.example>")

    mime = parsed(message)

    assert mime["From"] == "Labour East <east@assembly.example>"
    assert [part.get_content_type() for part in mime.iter_parts()] == ["text/plain", "text/html"]


def test_every_message_has_its_own_id_that_does_not_name_the_machine():
    first, second = promised(), promised()

    assert first.message_id != second.message_id
    assert first.message_id.endswith("@assembly.example>")
    assert parsed(first)["Message-ID"] == first.message_id


def test_mail_says_that_a_machine_wrote_it_unless_a_person_did():
    assert parsed(promised())["Auto-Submitted"] == "auto-generated"
    assert parsed(promised(headers={"auto-submitted": "no"}))["Auto-Submitted"] == "no"


def test_blind_copies_are_delivered_and_not_shown():
    message = EmailMessage("Hello", "x", to=["ada@london.example"], bcc=["ben@staff.example"])
    message.send()

    row = all_messages()[0]

    assert row.recipients == ["ada@london.example", "ben@staff.example"]
    assert b"ben@staff.example" not in bytes(row.raw)


def test_mail_from_other_packages_goes_through_the_outbox_and_counts_as_secret(settings):
    settings.MANAGERS = ["dev@staff.example"]
    send_mail("Your code", "123456", None, ["ada@london.example"])
    mail_managers("A page waits", "Please look.")

    assert [(m.secret, m.office_id) for m in all_messages()] == [(True, None), (True, None)]


def test_a_message_of_djangos_may_say_whose_it_is():
    message = EmailMessage("Hello", "x", to=["ada@london.example"])
    message.office, message.purpose, message.secret = 7, "invitation", True
    message.send()

    row = all_messages()[0]

    assert (row.office_id, row.purpose, row.secret) == (7, "invitation", True)


def test_sending_one_message_of_djangos_twice_is_two_mails():
    message = EmailMessage("Hello", "x", to=["ada@london.example"])
    message.send()
    message.send()

    assert len({m.message_id for m in all_messages()}) == 2


INJECTION = "\r\nBcc: eve@evil.example"


@pytest.mark.parametrize(
    "tail", [INJECTION, "\nX: y", "\rX: y", "\r\n", "\n", "\0", "\x85X: y", "\u2028X: y"]
)
@pytest.mark.parametrize("place", ["subject", "to", "from_email", "reply_to", "header", "header name"])
def test_nothing_typed_can_add_a_header(place, tail):
    facts = {
        "subject": {"subject": f"Hello{tail}"},
        "to": {"to": [f"ada@london.example{tail}"]},
        "from_email": {"from_email": f"Office <east@assembly.example>{tail}"},
        "reply_to": {"reply_to": [f"Ada{tail} <ada@london.example>"]},
        "header": {"headers": {"X-Office": f"East{tail}"}},
        "header name": {"headers": {f"X-Office{tail}": "East"}},
    }[place]

    with pytest.raises(ValueError, match="control character"):
        promised(**facts)

    assert all_messages() == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "ada@",
        "@london.example",
        "a@b.example, eve@evil.example",
        "a@b.example b",
        "ädä@london.example",
    ],
)
def test_only_an_address_that_can_be_written_to_is_taken(address):
    with pytest.raises(ValueError, match=r"email address|recipient"):
        promised(to=[address])


def test_an_address_in_another_script_is_written_to_in_ascii():
    message = promised(to=["ada@büro.example"])

    assert message.recipients == ["ada@xn--bro-hoa.example"]


def test_every_language_travels_in_seven_bits():
    text = "আপনার একটি বার্তা আছে\nلديك رسالة\n" + "long " * 400 + "\n"
    message = post(to=["ada@london.example"], subject="لديك رسالة", text=text, purpose="test")

    assert bytes(message.raw).isascii()
    assert max(map(len, bytes(message.raw).splitlines())) < 998
    assert parsed(message).get_content().replace("\r\n", "\n") == text
    assert parsed(message)["Subject"] == "لديك رسالة"


@pytest.mark.postgresql
def test_an_office_sees_its_own_mail_and_no_one_elses():
    ours, _theirs, _nobodys = promised(office=7), promised(office=8), promised()

    with scoped(office_scope(7)):
        assert list(OutboxMessage.objects.values_list("pk", flat=True)) == [ours.pk]


def test_the_text_of_a_mail_is_not_escaped_and_the_html_is(settings, tmp_path):
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "hello.txt").write_text("Dear {{ name }}")
    (folder / "hello.html").write_text(
        '{% extends "mail/_frame.html" %}{% block content %}<p>Dear {{ name }}</p>{% endblock %}'
    )
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, *engine["DIRS"]]}]

    text, html = render_mail("hello", {"name": "Ada O'Neill <ada>"})

    assert text == "Dear Ada O'Neill <ada>\n"
    assert "<p>Dear Ada O&#x27;Neill &lt;ada&gt;</p>" in html
    assert '<html lang="en" dir="ltr">' in html
