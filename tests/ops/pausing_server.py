"""WSGI application whose processes can be told to pause at a named point, where the test kills them.

The file named by DRILL holds the point. The process that reaches it writes its id to a file beside that and waits.
The installed service does not contain this code.
"""

import os
import time
from pathlib import Path

from tests.trust.served import application as served

# isort: split
# Django is set up by the imports above.
from backoffice.cases.reply import views as reply
from casework.cases.services import submission
from casework.cases.services.messages import message
from casework.files.store import Arrival
from portal.raise_case.wizard import files, wizard

DRILL = Path(os.environ["DRILL"])


def pause_at(point):
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


def pausing(target, name, *, before="", after=""):
    step = getattr(target, name)

    def paused(*arguments, **facts):
        pause_at(before)
        result = step(*arguments, **facts)
        pause_at(after)
        return result

    setattr(target, name, paused)


pausing(Arrival, "keep", before="upload: bytes written", after="upload: bytes in the store")
pausing(files, "add_file", after="upload: row written")
pausing(submission, "mark_submission_sent", before="send: begun", after="send: marked as sent")
pausing(submission, "open_case", after="send: case opened")
pausing(submission, "_hand_over_files", after="send: files handed over")
pausing(wizard, "submit", after="send: all written")
pausing(message, "alert_constituent", before="reply: message written", after="reply: alert written")
pausing(reply, "reply_to_constituent", after="reply: all written")


def application(environ, start_response):
    """Serve the request, and pause after the commit, before the first byte of the response."""
    body = served(environ, start_response)
    kinds = {"/files/": "upload", "/reply/": "reply"}
    kind = next((kind for part, kind in kinds.items() if part in environ["PATH_INFO"]), "send")
    if environ["REQUEST_METHOD"] == "POST":
        pause_at(f"{kind}: committed")
    return body
