#!/usr/bin/env python3
"""Writes the settings of a new installation into /etc/casework, with keys and passwords drawn for it.

    python3 deploy/new_settings.py casework.example --mail smtp+tls://user:password@mail.example --backup-key age1...

`casework.env` is for the service, `owner.env` for root alone. It never touches settings that are there.
"""

import argparse
import os
import secrets
import shutil
import sys
from pathlib import Path

FOLDER = Path("/etc/casework")
TEMPLATE = Path(__file__).with_name("casework.env")
OWNER = """\
# For root alone: who owns the database, and who may prepare it. The web server and the worker never read this file.
DATABASE_OWNER_URL=postgresql://casework_owner:{owner}@127.0.0.1/casework
ADMIN_DATABASE_URL=postgresql://casework_admin:{admin}@127.0.0.1/postgres
ADMIN_PASSWORD={admin}
"""


def write(path: Path, text: str, *, mode: int, group: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    path.chmod(mode)
    shutil.chown(path, "root", group)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("host", help="the name under which people reach the service")
    parser.add_argument("--mail", required=True, help="your mail server: smtps:// or smtp+tls://")
    parser.add_argument("--backup-key", required=True, help="the public key to which back-ups are encrypted")
    given = parser.parse_args()
    there = [path.name for path in (FOLDER / "casework.env", FOLDER / "owner.env") if path.exists()]
    if there:
        print(f"{', '.join(there)} is there already in {FOLDER}. Nothing was changed.", file=sys.stderr)
        return 1
    values = {
        "HOST": given.host,
        "SECRET_KEY": secrets.token_urlsafe(64),
        "FIELD_KEY": secrets.token_urlsafe(64),
        "PASSWORD": secrets.token_hex(24),
        "MAIL_URL": given.mail,
        "BACKUP_KEY": given.backup_key,
        "HEALTH_TOKEN": secrets.token_urlsafe(32),
    }
    text = TEMPLATE.read_text()
    for name, value in values.items():
        text = text.replace(f"<{name}>", value)
    write(FOLDER / "casework.env", text, mode=0o640, group="casework")
    passwords = {"owner": secrets.token_hex(24), "admin": secrets.token_hex(24)}
    write(FOLDER / "owner.env", OWNER.format(**passwords), mode=0o600, group="root")
    print(f"Written: {FOLDER}/casework.env and {FOLDER}/owner.env. Keep a copy of both in two safe places.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
