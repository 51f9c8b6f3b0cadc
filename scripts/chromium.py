"""The Chromium that tests and pictures use."""

import shutil


def quickest_chromium() -> str | None:
    """Return the path of Chromium, or None if it is not installed.

    Debian's headless shell, if it is there: the same engine in the same version without the pages of a window, so a
    page opens in a third of the time. It keeps no left page in memory; what is about the back button takes `chromium`.
    """
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")
