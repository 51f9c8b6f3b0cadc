from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMessage, mail_managers, send_mail
from django.db import transaction

from casework.outbox.models import OutboxMessage
from casework.outbox.services import post, render_mail
from casework.wall.scope import ALL, NOTHING, office_scope, scoped
from tests.outbox.conftest import queue_mail, reloaded

pytestmark = pytest.mark.django_db


def parsed(message):
    return message_from_bytes(bytes(reloaded(message).raw), policy=policy.default)


def all_messages():
    with scoped(ALL):
        return list(OutboxMessage.objects.all())


def test_queued_mail_is_rolled_back_with_its_transaction():
    with transaction.atomic():
        queue_mail()
        transaction.set_rollback(True)

    assert all_messages() == []


def test_mail_can_be_queued_without_an_open_scope():
    with scoped(NOTHING):
        ours = queue_mail(office=7)
        without_office = queue_mail()

    assert [m.pk for m in all_messages()] == [ours.pk, without_office.pk]


def test_mail_has_plain_text_html_and_a_named_sender():
    message = queue_mail(html="<p>Good morning.</p>", from_email="Labour East <east@assembly.example>")

    mime = parsed(message)

    assert mime["From"] == "Labour East <east@assembly.example>"
    assert [part.get_content_type() for part in mime.iter_parts()] == ["text/plain", "text/html"]


def test_message_id_is_unique_and_does_not_name_the_machine():
    first, second = queue_mail(), queue_mail()

    assert first.message_id != second.message_id
    assert first.message_id.endswith("@localhost>")
    assert parsed(first)["Message-ID"] == first.message_id


def test_mail_is_marked_auto_generated_unless_a_header_says_otherwise():
    assert parsed(queue_mail())["Auto-Submitted"] == "auto-generated"
    assert parsed(queue_mail(headers={"auto-submitted": "no"}))["Auto-Submitted"] == "no"


def test_blind_copies_are_recipients_but_not_in_the_message():
    message = EmailMessage("Hello", "x", to=["ada@london.example"], bcc=["ben@staff.example"])
    message.send()

    row = all_messages()[0]

    assert row.recipients == ["ada@london.example", "ben@staff.example"]
    assert b"ben@staff.example" not in bytes(row.raw)


def test_mail_from_other_packages_is_queued_as_secret(settings):
    settings.MANAGERS = ["dev@staff.example"]
    send_mail("Your code", "123456", None, ["ada@london.example"])
    mail_managers("A page waits", "Please look.")

    assert [(m.secret, m.office_id) for m in all_messages()] == [(True, None), (True, None)]


def test_django_message_attributes_set_office_purpose_and_secret():
    message = EmailMessage("Hello", "x", to=["ada@london.example"])
    message.office, message.purpose, message.secret = 7, "invitation", True
    message.send()

    row = all_messages()[0]

    assert (row.office_id, row.purpose, row.secret) == (7, "invitation", True)


def test_django_message_sent_twice_is_queued_twice():
    message = EmailMessage("Hello", "x", to=["ada@london.example"])
    message.send()
    message.send()

    assert len({m.message_id for m in all_messages()}) == 2


INJECTION = "\r\nBcc: eve@evil.example"


@pytest.mark.parametrize(
    "tail", [INJECTION, "\nX: y", "\rX: y", "\r\n", "\n", "\0", "\x85X: y", "\u2028X: y"]
)
@pytest.mark.parametrize("place", ["subject", "to", "from_email", "reply_to", "header", "header name"])
def test_control_character_in_a_header_value_is_refused(place, tail):
    facts = {
        "subject": {"subject": f"Hello{tail}"},
        "to": {"to": [f"ada@london.example{tail}"]},
        "from_email": {"from_email": f"Office <east@assembly.example>{tail}"},
        "reply_to": {"reply_to": [f"Ada{tail} <ada@london.example>"]},
        "header": {"headers": {"X-Office": f"East{tail}"}},
        "header name": {"headers": {f"X-Office{tail}": "East"}},
    }[place]

    with pytest.raises(ValueError, match="control character"):
        queue_mail(**facts)

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
def test_invalid_address_is_refused(address):
    with pytest.raises(ValueError, match=r"email address|recipient"):
        queue_mail(to=[address])


def test_international_domain_is_converted_to_ascii():
    message = queue_mail(to=["ada@büro.example"])

    assert message.recipients == ["ada@xn--bro-hoa.example"]


def test_mail_in_any_script_is_encoded_in_seven_bits():
    text = "আপনার একটি বার্তা আছে\nلديك رسالة\n" + "long " * 400 + "\n"
    subject = "لديك رسالة " * 8 + "جديدة"
    message = post(to=["ada@london.example"], subject=subject, text=text, purpose="test")

    assert bytes(message.raw).isascii()
    assert max(map(len, bytes(message.raw).splitlines())) <= 76  # RFC 2045, and 75 for a word of RFC 2047
    assert parsed(message).get_content().replace("\r\n", "\n") == text
    assert parsed(message)["Subject"] == subject


def test_long_link_in_a_header_stands_on_one_line_unencoded():
    link = f"<https://london.example/{'x' * 300}/>"
    message = queue_mail(headers={"List-Unsubscribe": link})

    assert f"List-Unsubscribe: {link}\r\n".encode() in bytes(message.raw)


@pytest.mark.postgresql
def test_office_sees_only_its_own_mail():
    ours, _theirs, _without_office = queue_mail(office=7), queue_mail(office=8), queue_mail()

    with scoped(office_scope(7)):
        assert list(OutboxMessage.objects.values_list("pk", flat=True)) == [ours.pk]


def test_mail_text_is_not_escaped_and_html_is(settings, tmp_path):
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
