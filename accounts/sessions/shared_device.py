"""The session flag for a device that other people use."""

SHARED = "shared_device"
SEEN_AT = "shared_device.seen_at"


def is_shared(session):
    """Return whether the user said that others use this device."""
    return bool(session.get(SHARED))


def mark_shared(session, *, shared):
    """Set or clear the flag."""
    if shared:
        session[SHARED] = True
    else:
        session.pop(SHARED, None)
        session.pop(SEEN_AT, None)
