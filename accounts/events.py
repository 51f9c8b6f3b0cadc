"""What happens to accounts, for those above who want to know (accounts itself knows nobody above it).

Signing in and out: `django.contrib.auth.signals.user_logged_in`, `user_logged_out` and `user_login_failed`.
The rest is sent in the transaction of the act, with `user` and what stands beside each.
"""

from django.dispatch import Signal

address_proved = Signal()  # user, email: this person reads mail at this address
person_invited = Signal()  # user, by
editor_made = Signal()  # user, by
invitation_accepted = Signal()  # user, by (who invited them), first (they had no password before)
factor_added = Signal()  # user, kind ("totp", "webauthn" or "recovery_codes")
factor_removed = Signal()  # user, kind
