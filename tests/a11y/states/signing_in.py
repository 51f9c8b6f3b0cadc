"""States of sign-in: constituents by code, staff with a second factor."""

import re
import time
from email import message_from_bytes, policy
from hashlib import sha256

from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts import services
from accounts.middleware import SEEN_AT, SIGNED_IN_AT
from accounts.models import UnsentText, User
from accounts.vault import seal
from casework.offices.access.invitations import invite
from casework.offices.models import Invitation
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.a11y.stage import Stage, State
from tests.codes import code_of
from tests.trust.world_people import passkey

CODE = "/accounts/login/code/"
CONFIRM = f"{CODE}confirm/"
AGAIN = f"{CODE}again/"
INVITATION = "/accounts/invitation/"
RECOVERY = "/accounts/recovery/"
FACTORS = "/accounts/2fa/"
STAFF = {"login": "ben@staff.example", "password": factories.PASSWORD}
ADA = {"email": "ada@london.example"}


def asked(stage: Stage):
    stage.post(CODE, ADA)


def asked_again(stage: Stage):
    stage.post(AGAIN, {"send": "yes"})


def code_in_mail(stage: Stage):
    asked(stage)
    with scoped(ALL):
        raw = bytes(OutboxMessage.objects.latest("pk").raw)
    text = message_from_bytes(raw, policy=policy.default).get_body(("plain",)).get_content()
    stage.names["code"] = code_of(text)


def account_closed(stage: Stage):
    code_in_mail(stage)
    User.objects.filter(email=ADA["email"]).update(is_active=False)


def ended(name: str):
    """Return a function that signs in and lets the session expire."""

    def before(stage: Stage):
        stage.sign_in(name)
        session = stage.client.session
        session[SIGNED_IN_AT] = session[SEEN_AT] = time.time() - 31 * 60
        session.save()

    return before


def invited(stage: Stage, email: str = "new@staff.example"):
    with scoped(ALL):
        made = invite(office=stage.world.offices["east"], email=email, name=stage.world.words.staff[:150],
                      role="caseworker", by=stage.world.people["dev"])  # fmt: skip
        token = f"{made.uuid}"  # the real one went into the mail alone
        Invitation.objects.filter(pk=made.pk).update(token_hash=sha256(token.encode()).hexdigest())
    stage.get(f"{INVITATION}{token}/")


def invited_at(address: str):
    return lambda stage: invited(stage, address)


def invited_administrator(stage: Stage):
    invited(stage, stage.world.people["administrator"].email)


def invited_and_lapsed(stage: Stage):
    invited(stage)
    with scoped(ALL):
        Invitation.objects.update(expires_at=timezone.now())


def invited_and_locked(stage: Stage):
    person = stage.world.people["cat"]
    User.objects.filter(pk=person.pk).update(is_active=False)
    invited(stage, person.email)


def recovering(stage: Stage):
    with scoped(ALL):
        link = services.recovery_link(user=stage.world.people["ben"], by=stage.world.people["dev"])
    stage.get(f"{RECOVERY}{link.rstrip('/').rpartition('/')[2]}/")


def recovery_mailed(stage: Stage):
    with scoped(ALL):
        services.send_recovery_link(user=stage.world.people["ben"], by=stage.world.people["dev"])


def accepted(stage: Stage):
    recovering(stage)
    stage.post(RECOVERY, {"password": "a walrus on the tram", "again": "a walrus on the tram"})


def password_given(stage: Stage):
    factories.use_second_factor(type(stage.client)(), stage.world.people["ben"])
    stage.post("/accounts/login/", STAFF)


def without_factor(stage: Stage):
    stage.sign_in("ben", second_factor=False)


def stale(stage: Stage):
    session = stage.client.session
    name = "account_authentication_methods"
    session[name] = [record | {"at": 0} for record in session[name]]
    session.save()


def with_passkey(stage: Stage):
    ben = stage.world.people["ben"]
    data = {"name": stage.world.words.other, "credential": passkey("ben")}
    Authenticator.objects.create(user=ben, type=Authenticator.Type.WEBAUTHN, data=data)


def stale_with_passkey(stage: Stage):
    with_passkey(stage)
    stale(stage)


def passkey_page(stage: Stage):
    with_passkey(stage)
    page = stage.get(FACTORS).content.decode()
    stage.names["passkey"] = re.search(r"2fa/passkey/([\w-]+)/remove", page).group(1)


def recovery_codes(stage: Stage):
    stage.post(f"{FACTORS}recovery-codes/new/", {})


def kept(name: str):
    def before(stage: Stage):
        made = UnsentText.objects.create(
            user=stage.world.people[name],
            path="/my-cases/",
            sealed=seal('[["body", "' + stage.world.words.subject + '"]]'),
        )
        stage.names["kept"] = made.uuid

    return before


def code_mailed(stage: Stage):
    asked(stage)


def password_changed(stage: Stage):
    new = "a walrus on the tram"
    stage.post("/accounts/password/change/", {"oldpassword": factories.PASSWORD, "password1": new, "password2": new,
                                              "password": new, "again": new})  # fmt: skip
    recovery_codes(stage)


STATES = [
    State("code: ask", CODE, step=True),
    State("code: nothing typed", CODE, sends={"email": ""}, status=422, step=True),
    State("code: no address", CODE, sends={"email": "no at"}, status=422),
    State("code: enter", CONFIRM, before=asked, step=True),
    State("code: wrong", CONFIRM, before=asked, sends={"code": "00000000"}, status=422, step=True),
    State("code: ran out", CONFIRM),
    State("code: right", CONFIRM, before=code_in_mail, sends={"code": "{code}"}),
    State("code: once more", AGAIN, by="ada"),
    State("code: once more, waiting", AGAIN, by="ada", before=asked_again),
    State("code: once more, wrong", AGAIN, by="ada", before=asked_again, sends={"code": "1"}, status=422),
    State("account closed", CONFIRM, before=account_closed, sends={"code": "{code}"}),
    State("session ended", "/my-cases/", before=ended("ada")),
    State("session of staff ended", "/office/cases/", before=ended("ben")),
    State("staff sign-in", "/accounts/login/", step=True),
    State("staff sign-in: nothing typed", "/accounts/login/", sends={"login": "", "password": ""}, status=422,
          step=True),
    State("staff sign-in: wrong", "/accounts/login/", sends=STAFF | {"password": "wrong"}, status=422),
    State("second factor", f"{FACTORS}authenticate/", before=password_given, step=True),
    State("second factor: wrong", f"{FACTORS}authenticate/", before=password_given, sends={"code": "000000"},
          status=422, step=True),
    State("second factor: none", "/office/", before=without_factor, status=403),
    State("no second factor", "/accounts/no-second-factor/", status=403),
    State("prove again", f"{FACTORS}reauthenticate/", by="ben", before=stale),
    State("prove again: wrong", f"{FACTORS}reauthenticate/", by="ben", before=stale, sends={"code": "000000"},
          status=422),
    State("prove again by passkey", f"{FACTORS}reauthenticate/passkey/", by="ben", before=stale_with_passkey),
    State("how I sign in", FACTORS, by="ben"),
    State("how I sign in: passkeys", FACTORS, by="ben", before=with_passkey, texts=True),
    State("set up an app", f"{FACTORS}app/add/", before=accepted),
    State("set up an app: wrong code", f"{FACTORS}app/add/", before=accepted, sends={"code": "1"}, status=422),
    State("remove the app", f"{FACTORS}app/remove/", by="ben", before=with_passkey),
    State("remove the last factor", f"{FACTORS}app/remove/", by="ben", sends={}, status=422),
    State("set up a passkey", f"{FACTORS}passkey/add/", by="ben"),
    State("remove a passkey", f"{FACTORS}passkey/{{passkey}}/remove/", by="ben", before=passkey_page, texts=True),
    State("recovery codes", f"{FACTORS}recovery-codes/", by="ben", before=recovery_codes),
    State("new recovery codes", f"{FACTORS}recovery-codes/new/", by="ben"),
    State("change password", "/accounts/password/change/", by="ben"),
    State("change password: empty", "/accounts/password/change/", by="ben", sends={}, status=422),
    State("sign out?", "/accounts/logout/", by="ada"),
    State("sign out of the desk?", "/accounts/logout/", by="ben"),
    State("invitation", INVITATION, before=invited, step=True),
    State("invitation: refused", INVITATION, before=invited,
          sends={"answer": "accept", "password": "a", "again": "b"}, status=422, step=True),
    State("invitation: who has an account", INVITATION, before=invited_at("cat@staff.example")),
    State("invitation: a resident", INVITATION, before=invited_at("ada@london.example"), texts=True),
    State("invitation: a resident, not ticked", INVITATION, before=invited_at("ada@london.example"),
          sends={"answer": "give-up"}, status=422),
    State("invitation: locked", INVITATION, before=invited_and_locked),
    State("invitation: an administrator", INVITATION, before=invited_administrator),
    State("invitation: declined", INVITATION, before=invited, sends={"answer": "decline"}),
    State("invitation: another address", f"{INVITATION}elsewhere/", before=invited),
    State("invitation: another address, refused", f"{INVITATION}elsewhere/", before=invited, sends={"email": "no"},
          status=422),
    State("invitation: sent elsewhere", f"{INVITATION}elsewhere/", before=invited,
          sends={"email": "other@staff.example"}),
    State("recovery", RECOVERY, before=recovering, step=True),
    State("recovery: refused", RECOVERY, before=recovering, sends={"password": "a", "again": "b"}, status=422,
          step=True),
    State("recovery over", RECOVERY, status=410),
    State("name", "/accounts/name/", by="ben"),
    State("name: refused", "/accounts/name/", by="ben", sends={"name": ""}, status=422),
    State("invitation over", INVITATION, before=invited_and_lapsed, status=410),
    State("kept text", "/accounts/unsent/{kept}/", by="ada", before=kept("ada"), texts=True),
    State("kept text of staff", "/accounts/unsent/{kept}/", by="ben", before=kept("ben")),
    State("account inactive", "/accounts/inactive/"),
    State("mail: code", before=code_mailed, mail=True),
    State("mail: invitation", before=invited, mail=True, texts=True),
    State("mail: recovery link", before=recovery_mailed, mail=True, texts=True),
    State("mail: the way you sign in has changed", by="ben", before=recovery_codes, mail=True),
]  # fmt: skip
