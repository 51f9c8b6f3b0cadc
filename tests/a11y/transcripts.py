"""Screen reader transcripts of pages in reading order, from Chromium's accessibility tree.

A line for each node: its role, name, states and description. They are pinned in transcripts/, one file for each
form step; `make a11y ARGS="--write-transcripts"` writes them.
"""

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "transcripts"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# values that differ between runs
MASKED = [
    (re.compile(r"\b[A-Z]{2,4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b"), "(reference)"),
    (re.compile(rf"\b\d{{1,2}} ({MONTHS})( \d{{4}})?"), "(date)"),
    (re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"), "(day)"),
    (re.compile(r"\b\d{1,2}[:.]\d{2}( ?[ap]m)?\b|\b\d{1,2}(am|pm)\b"), "(time)"),
]  # fmt: skip
# roles whose name includes their content
ATOMIC = {
    "heading",
    "link",
    "button",
    "radio",
    "checkbox",
    "textbox",
    "combobox",
    "option",
    "LabelText",
    "Legend",
    "image",
}
SILENT = {"generic", "none", "paragraph", "LabelText", "Legend", "InlineTextBox", "LineBreak", "strong", "emphasis",
          "MenuListPopup", "sectionheader", "sectionfooter", "StaticText"}  # fmt: skip
SPOKEN = {"radio": "radio button", "textbox": "edit", "combobox": "list to choose from", "checkbox": "tick box",
          "DisclosureTriangle": "disclosure", "listitem": "-", "term": "term", "definition": "is"}  # fmt: skip


def transcript(tab) -> str:
    """Return every line spoken from the title to the end of the main part."""
    session = tab.context.new_cdp_session(tab)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    main = next(node for node in nodes.values() if role_of(node) == "main" and not node["ignored"])
    lines = [f"title: {tab.title()}", *_lines(main, nodes, 0)]
    text = "\n".join(lines) + "\n"
    for pattern, word in MASKED:
        text = pattern.sub(word, text)
    return text


def role_of(node) -> str:
    return node.get("role", {}).get("value", "")


def _lines(node, nodes, depth):
    role, spoken = role_of(node), []
    if not node["ignored"]:
        spoken = _line(node, role)
        yield from ("  " * depth + line for line in spoken)
    if role in ATOMIC and not node["ignored"]:
        return
    for child in node.get("childIds", []):
        if child in nodes:
            yield from _lines(nodes[child], nodes, depth + bool(spoken and role != "main"))


def _line(node, role):
    name = " ".join(node.get("name", {}).get("value", "").split())
    if role == "StaticText":
        return [f"“{name}”"] if name else []
    if role in SILENT:
        return []
    states = _states(node)
    described = " ".join(node.get("description", {}).get("value", "").split())
    words = [SPOKEN.get(role, role), *([f"“{name}”"] if name else []), *states]
    return [", ".join(words) + (f" | {described}" if described else "")]


def _states(node):
    found = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
    states = []
    if "level" in found and role_of(node) == "heading":
        states.append(f"level {found['level']}")
    if role_of(node) in {"radio", "checkbox"}:
        states.append("checked" if found.get("checked") == "true" else "not checked")
    if "expanded" in found and role_of(node) != "combobox":
        states.append("open" if found["expanded"] else "closed")
    for name, words in (("required", "required"), ("disabled", "unavailable"), ("readonly", "read only")):
        if found.get(name):
            states.append(words)
    if found.get("invalid") not in {None, "false"}:
        states.append("wrong")
    if found.get("focused") and role_of(node) not in {"main", "RootWebArea"}:
        states.append("has focus")
    value = node.get("value", {}).get("value")
    if value not in {None, ""} and role_of(node) in {"textbox", "combobox", "spinbutton"}:
        text = str(value)
        states.append(f"holds “{text if len(text) < 80 else text[:40] + '...'}”")
    return states


def path_of(name: str) -> Path:
    return FOLDER / (re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") + ".txt")
