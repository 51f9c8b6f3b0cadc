"""Passwords, which only staff have."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class PasswordBackend(AuthenticationBackend):
    """Makes one query and one hash for every address, so that timing does not reveal which exist."""

    def authenticate(self, request, email=None, password=None, **_more):
        user = User.objects.filter(email=email or "", kind=User.Kind.STAFF).first()
        if not password:
            return None
        if user is None:
            User().set_password(password)
        return self._check_password(user, password)
