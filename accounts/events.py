"""Signals about accounts, for apps above this one.

Signing in and out: `django.contrib.auth.signals.user_logged_in`, `user_logged_out` and `user_login_failed`. The
others are sent in the transaction of the act, with `user` and the arguments beside each.
"""

from django.dispatch import Signal

address_proved = Signal()  # user, email: this person reads mail at this address
recovery_sent = Signal()  # user, by: a link to set a new password and second factor
recovery_used = Signal()  # user
editor_changed = Signal()  # user, may_edit, by
administrator_changed = Signal()  # user, administers, by
renamed = Signal()  # user: they chose another name
account_closed = Signal()  # user, by: its address is free from now on
factor_added = Signal()  # user, kind ("totp", "webauthn" or "recovery_codes")
factor_removed = Signal()  # user, kind
