"""What a screen reader would say on a page, in reading order, from Chromium's own accessibility tree.

A line for each thing: its role, its name, its states, what describes it. Pinned in transcripts/, a file a form step;
`make a11y ARGS="--write-transcripts"` writes them anew.
"""

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "transcripts"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# What differs from run to run is not what people listen for.
CHANGING = [
    (re.compile(r"\bLA-[2-9A-Z]{4}-[2-9A-Z]{4}\b"), "(reference)"),
    (re.compile(rf"\b\d{{1,2}} ({MONTHS})( \d{{4}})?"), "(date)"),
    (re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"), "(day)"),
    (re.compile(r"\b\d{1,2}[:.]\d{2}( ?[ap]m)?\b|\b\d{1,2}(am|pm)\b"), "(time)"),
]  # fmt: skip
# Read as one thing: what stands inside is in its name already.
WHOLE = {
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
    """Every line that is said from the title through the main part of this page."""
    session = tab.context.new_cdp_session(tab)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    main = next(node for node in nodes.values() if role_of(node) == "main" and not node["ignored"])
    lines = [f"title: {tab.title()}", *_said(main, nodes, 0)]
    text = "\n".join(lines) + "\n"
    for pattern, word in CHANGING:
        text = pattern.sub(word, text)
    return text


def role_of(node) -> str:
    return node.get("role", {}).get("value", "")


def _said(node, nodes, depth):
    role, spoken = role_of(node), []
    if not node["ignored"]:
        spoken = _line(node, role)
        yield from ("  " * depth + line for line in spoken)
    if role in WHOLE and not node["ignored"]:
        return
    for child in node.get("childIds", []):
        if child in nodes:
            yield from _said(nodes[child], nodes, depth + bool(spoken and role != "main"))


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
    said = []
    if "level" in found and role_of(node) == "heading":
        said.append(f"level {found['level']}")
    if role_of(node) in {"radio", "checkbox"}:
        said.append("checked" if found.get("checked") == "true" else "not checked")
    if "expanded" in found and role_of(node) != "combobox":
        said.append("open" if found["expanded"] else "closed")
    for name, words in (("required", "required"), ("disabled", "unavailable"), ("readonly", "read only")):
        if found.get(name):
            said.append(words)
    if found.get("invalid") not in {None, "false"}:
        said.append("wrong")
    if found.get("focused") and role_of(node) not in {"main", "RootWebArea"}:
        said.append("has focus")
    value = node.get("value", {}).get("value")
    if value not in {None, ""} and role_of(node) in {"textbox", "combobox", "spinbutton"}:
        text = str(value)
        said.append(f"holds “{text if len(text) < 80 else text[:40] + '...'}”")
    return said


def path_of(name: str) -> Path:
    return FOLDER / (re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") + ".txt")
