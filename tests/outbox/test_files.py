"""Mail as files, and the setting that chooses where mail goes."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, mailers

from casework.outbox.delivery import send_due
from config.mail import mailer
from tests.outbox.conftest import now, promised, state


@pytest.fixture
def folder(settings):
    return Path(settings.MAIL_DIR)


@pytest.mark.django_db
def test_each_mail_is_one_file_that_only_we_can_read(folder):
    message = promised()

    send_due()

    [file] = folder.iterdir()
    assert file.suffix == ".eml"
    assert file.read_bytes() == bytes(now(message).raw)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_same_message_handed_over_twice_is_one_file(folder):
    message = EmailMessage("Hello", "x", to=["ada@london.example"], headers={"Message-ID": "<1@x.example>"})
    mailers["out"].send_messages([message, message])

    assert len(list(folder.iterdir())) == 1


def test_no_message_id_can_choose_a_place_for_its_file(folder):
    message = EmailMessage(to=["a@b.example"], headers={"Message-ID": "</../../etc/x@y.example>"})
    mailers["out"].send_messages([message])

    [file] = folder.iterdir()
    assert file.name.startswith("etcx-")


@pytest.mark.django_db
def test_file_names_sort_by_time(folder):
    messages = [promised(str(number)) for number in range(20)]
    while send_due():
        pass

    files = [file.read_bytes() for file in sorted(folder.iterdir())]

    assert files == [bytes(now(m).raw) for m in messages]


@pytest.mark.django_db
def test_a_full_disk_delays_mail_and_loses_none(folder):
    folder.write_text("no folder can be made here")
    message = promised()
    send_due()
    assert state(message) == {"waiting", "held"}

    folder.unlink()
    promised()
    send_due()

    assert state(message) == {"sent"}


def test_without_a_mail_url_mail_goes_to_files():
    assert mailer("", folder=Path("/data/mail"))["OPTIONS"] == {"path": "/data/mail"}


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("smtp://mail.example", {"port": 25, "use_ssl": False, "use_tls": False}),
        ("smtps://mail.example", {"port": 465, "use_ssl": True, "use_tls": False}),
        ("smtp+tls://mail.example", {"port": 587, "use_ssl": False, "use_tls": True}),
        ("smtp://us%40er:p%2Fw@mail.example:2525", {"port": 2525, "username": "us@er", "password": "p/w"}),
    ],
)
def test_a_mail_url_names_a_mail_server(url, options):
    ours = mailer(url, folder=Path("mail"))["OPTIONS"]

    assert ours["host"] == "mail.example"
    assert options.items() <= ours.items()


@pytest.mark.parametrize(
    "url", ["mail.example", "http://u:secret@mail.example", "smtp://", "smtp://h:secret"]
)
def test_a_wrong_mail_url_is_named_and_its_password_is_not(url):
    with pytest.raises(ImproperlyConfigured, match="MAIL_URL") as refused:
        mailer(url, folder=Path("mail"))

    assert "secret" not in str(refused.value)
