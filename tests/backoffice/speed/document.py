"""The document of the figures: `docs/desk-speed.md`."""

from pathlib import Path

from django.conf import settings

PATH = Path(settings.BASE_DIR) / "docs/desk-speed.md"
HEAD = """# How fast the desk is by hand

For people who buy, run or change the desk. Each task is done in Chromium at the real pages, from the page where it
begins to the page that says it is done, and every click and key is counted.

`tests/backoffice/speed/` does the tasks. `make test` fails if a count differs from this table, and

    DESK_SPEED=write .venv/bin/python -m pytest tests/backoffice/speed -q

writes the table anew.

- A **click** is pointing at something and pressing it. A list costs two. So does the dialog in which files are chosen,
  and each file one more.
- A **key** is one press. Letters of what is typed count, so that most keys are the text itself.
- An **action** is a click, a field that is typed in, or a key that is no text, such as Tab.
- The **estimate** is the keystroke-level model: 0.28 s a key, 1.1 s a click, 1.35 s a decision. Reading and thinking
  about the case itself are not in it.
- **Waiting** is the measured time for pages, on SQLite on the machine of the test, with its other work. It is the only
  column that differs from run to run.

"""
COLUMNS = ("Task", "Clicks", "Keys", "Decisions", "Actions", "Estimate, s", "Waiting, s")
AFTER = """
What was asked of the desk, and holds:

| Asked | Counted |
| --- | --- |
| a case opened, a reply sent and the next case open in 3 clicks | {answer} clicks |
| from “Assign to me” to a sent reply without a mouse | {keyboard} clicks |
| a call logged into a new case in 25 actions and 60 seconds | {call} actions, {seconds:.0f} s with waiting |
"""


def counted(name, figures):
    """Return the cells of one task that are the same in every run."""
    cells = (figures.clicks, figures.keys, figures.decisions, figures.actions, f"{figures.estimate:.1f}")
    return "| " + " | ".join([name, *map(str, cells)]) + " |"


def document(found):
    """Return the document for figures by the name of their task."""
    table = ["| " + " | ".join(COLUMNS) + " |", "| --- " + "| ---: " * (len(COLUMNS) - 1) + "|"]
    table += [f"{counted(name, each)} {each.waited:.1f} |" for name, each in found.items()]
    answer, keyboard = list(found.values())[:2]
    call = found["Log a call into a new case"]
    asked = AFTER.format(
        answer=answer.clicks,
        keyboard=keyboard.clicks,
        call=call.actions,
        seconds=call.estimate + call.waited,
    )
    return HEAD + "\n".join(table) + "\n" + asked


def differences(found):
    """Return the rows that the document lacks or says otherwise."""
    written = PATH.read_text() if PATH.exists() else ""
    return [row for name, figures in found.items() if (row := counted(name, figures)) not in written]
