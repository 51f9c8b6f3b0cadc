"""Passwords, which only staff have."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.factors.second_factor import with_factors
from accounts.models import User
from accounts.prepared import Prepared

SIGNED_IN = Prepared(lambda *, user: with_factors(User.objects.filter(pk=user)))


class PasswordBackend(AuthenticationBackend):
    """Makes one query and one hash for every address, so that timing does not reveal which exist."""

    def get_user(self, user_id):
        """Return the person of a session with their factors, in one statement; None once they may not sign in."""
        found = SIGNED_IN.rows(user=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None

    def authenticate(self, request, email=None, password=None, **_more):
        user = User.objects.filter(email=email or "", kind=User.Kind.STAFF).first()
        if not password:
            return None
        if user is None:
            User().set_password(password)
        return self._check_password(user, password)
