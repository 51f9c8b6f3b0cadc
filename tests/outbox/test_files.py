"""Mail written to files, and the setting that selects the mailer."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, mailers

from casework.outbox.delivery import send_due
from config.mail import mailer
from tests.outbox.conftest import queue_mail, reloaded, state


@pytest.fixture
def folder(settings):
    return Path(settings.MAIL_DIR)


@pytest.mark.django_db
def test_each_mail_is_one_file_readable_only_by_its_owner(folder):
    text = bytes(reloaded(queue_mail()).raw)

    send_due()

    [file] = folder.iterdir()
    assert file.suffix == ".eml"
    assert file.read_bytes() == text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_message_sent_twice_to_files_is_one_file(folder):
    message = EmailMessage("Hello", "x", to=["ada@london.example"], headers={"Message-ID": "<1@x.example>"})
    mailers["out"].send_messages([message, message])

    assert len(list(folder.iterdir())) == 1


def test_message_id_with_path_stays_inside_the_mail_folder(folder):
    message = EmailMessage(to=["a@b.example"], headers={"Message-ID": "</../../etc/x@y.example>"})
    mailers["out"].send_messages([message])

    [file] = folder.iterdir()
    assert file.name.startswith("etcx-")


@pytest.mark.django_db
def test_mail_file_names_sort_by_time(folder):
    texts = [bytes(reloaded(queue_mail(str(number))).raw) for number in range(20)]
    while send_due():
        pass

    files = [file.read_bytes() for file in sorted(folder.iterdir())]

    assert files == texts


@pytest.mark.django_db
def test_mail_is_held_while_the_folder_cannot_be_written(folder):
    folder.write_text("no folder can be made here")
    message = queue_mail()
    send_due()
    assert state(message) == {"waiting", "held"}

    folder.unlink()
    queue_mail()
    send_due()

    assert state(message) == {"sent"}


def test_empty_mail_url_selects_files():
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
def test_mail_url_sets_host_port_and_encryption(url, options):
    ours = mailer(url, folder=Path("mail"))["OPTIONS"]

    assert ours["host"] == "mail.example"
    assert options.items() <= ours.items()


@pytest.mark.parametrize(
    "url", ["mail.example", "http://u:secret@mail.example", "smtp://", "smtp://h:secret"]
)
def test_invalid_mail_url_error_does_not_show_the_password(url):
    with pytest.raises(ImproperlyConfigured, match="MAIL_URL") as refused:
        mailer(url, folder=Path("mail"))

    assert "secret" not in str(refused.value)
