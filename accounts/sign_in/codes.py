"""Emailed codes: sent alike to every address, and valid once, in the session that asked for them."""

from accounts.mail import send_code
from accounts.one_time_codes import SessionCode
from ui.links import page_link

from . import known_browsers


class EmailedCode(SessionCode):
    """A code for an address. One for another purpose does not sign in, nor the other way round."""

    def send(self, request, email):
        """Send a code without looking the address up, so that known and unknown addresses behave the same."""
        link = page_link("accounts_known", known_browsers.for_link(email))
        send_code(to=email, code=self.start(request, email), minutes=self.minutes, link=link)


SIGN_IN = EmailedCode("sign-in")
