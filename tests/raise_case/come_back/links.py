"""The emailed link to saved answers, as tests request and open it."""

import re

from tests.journeys.drivers import code_in

EMAIL = "amina@london.example"
UNSAFE = {"safe": "no", "safe_way": ""}


def request_link(hand, email=EMAIL):
    return hand.client.post(hand.url("later"), {"email": email})


def link_in(mail):
    return re.search(r"https?://\S+(/come-back/\S+/)", mail.get_body(("plain",)).get_content()).group(1)


def request_code(link, sent_mail, *, on):
    """Press the button behind a link, and return the code that is mailed."""
    assert on.post(link).url == "/come-back/code/"
    return code_in(sent_mail()[-1])


def open_link(link, sent_mail, *, on):
    code = request_code(link, sent_mail, on=on)
    return on.post("/come-back/code/", {"code": code})
