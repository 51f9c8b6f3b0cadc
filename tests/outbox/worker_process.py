"""A worker process on the test databases, which tests kill: `worker_process.py [LOG POINT]`.

With a log the worker stops at the point (`tests.outbox.killing`); without, it is a normal worker.
"""

import json
import os
import sys
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from config import mail
    from tests.outbox.killing import work

    for alias, name in json.loads(os.environ["TEST_DATABASES"]).items():
        connections[alias].settings_dict["NAME"] = name
    if len(sys.argv) > 1:
        work(Path(sys.argv[1]), sys.argv[2])
    else:
        folder = Path(os.environ["TEST_MAIL_DIR"])
        settings.MAILERS = {
            **settings.MAILERS,
            "out": mail.mailer(os.environ["TEST_MAIL_URL"], folder=folder),
        }
        call_command("worker", interval=0.05)
