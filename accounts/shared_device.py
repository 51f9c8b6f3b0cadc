"""A session on a device that other people use: short, and nothing of it stays behind."""

SHARED = "shared_device"
SEEN_AT = "shared_device.seen_at"


def is_shared(session):
    """Whether the person said that others use this device."""
    return bool(session.get(SHARED))


def mark_shared(session, *, shared):
    """Keep or take back that others use this device."""
    if shared:
        session[SHARED] = True
    else:
        session.pop(SHARED, None)
        session.pop(SEEN_AT, None)
