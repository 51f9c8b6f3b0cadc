"""The service as gunicorn serves it, in processes that may be told to stop at a named point, to be killed there.

The file named by DRILL holds the point. Whoever reaches it writes its process id beside that and goes no further.
Nothing of this reaches the service that an installation runs.
"""

import os
import time
from pathlib import Path

from tests.trust.served import application as served

# isort: split
# Django is set up by now.
from casework.cases import submissions
from casework.files.store import Arrival
from portal.raise_case import files, wizard

DRILL = Path(os.environ["DRILL"])


def stop_at(point):
    try:
        if DRILL.read_text() != point:
            return
    except FileNotFoundError:
        return
    reached = DRILL.with_suffix(".part")
    reached.write_text(str(os.getpid()))
    reached.rename(DRILL.with_suffix(".reached"))
    while True:
        time.sleep(60)


def stopping(holder, name, *, before="", after=""):
    step = getattr(holder, name)

    def stopped(*arguments, **facts):
        stop_at(before)
        result = step(*arguments, **facts)
        stop_at(after)
        return result

    setattr(holder, name, stopped)


stopping(Arrival, "keep", before="upload: bytes written", after="upload: bytes in the store")
stopping(files, "add_file", after="upload: row written")
stopping(submissions, "claim_submission", before="send: begun", after="send: claimed")
stopping(submissions, "open_case", after="send: case opened")
stopping(submissions, "_hand_over_files", after="send: files handed over")
stopping(wizard, "submit", after="send: all written")


def application(environ, start_response):
    """Past the commit, before a byte of the answer."""
    body = served(environ, start_response)
    kind = "upload" if "/files/" in environ["PATH_INFO"] else "send"
    if environ["REQUEST_METHOD"] == "POST":
        stop_at(f"{kind}: committed")
    return body
