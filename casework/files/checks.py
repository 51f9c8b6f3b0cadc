"""A system check that fails when uploaded files are readable by other users of the machine."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register(deploy=True)
def files_are_scanned(**kwargs: Any) -> list[CheckMessage]:
    if settings.CLAMD_URL:
        return []
    return [
        Warning("CLAMD_URL is not set: no one looks for viruses in files that people send.", id="files.W002")
    ]


@register
def file_store_is_private(**kwargs: Any) -> list[CheckMessage]:
    root = Path(settings.FILES_ROOT).resolve()
    served = [Path(folder).resolve() for folder in (settings.MEDIA_ROOT, settings.STATIC_ROOT) if folder]
    found: list[CheckMessage] = []
    if any(root.is_relative_to(folder) for folder in served):
        found.append(
            Error("FILES_ROOT lies in a folder that is served. Move it out.", id="files.E001"),
        )
    if root.is_dir() and root.stat().st_mode & 0o077:
        found.append(
            Warning(f"Others on this machine can read {root}. Run: chmod 700 {root}", id="files.W001"),
        )
    return found
