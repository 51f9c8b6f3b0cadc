"""States of tags: on a case, in the queue, and where managers keep them."""

from accounts.services import choose_queue_columns
from casework.cases.services.queue.tag import add_tag
from casework.wall.scope import ALL, scoped
from tests.a11y.stage import Stage, State

ALL_COLUMNS = ["reference", "from", "topic", "member", "channel", "language", "tags", "turn", "owner"]
CASE = "/office/cases/{open}/"


def tagged(stage: Stage):
    """Put two tags on a case."""
    case, dev = stage.world.cases["open"], stage.world.people["dev"]
    with scoped(ALL):
        stage.names["tag"] = add_tag(case=case, name="Damp and mould", by=dev).uuid
        add_tag(case=case, name="Step-free access", by=dev)


def columns_chosen(stage: Stage):
    """Have Ben see most columns of the queue."""
    tagged(stage)
    choose_queue_columns(user=stage.world.people["ben"], columns=ALL_COLUMNS)


STATES = [
    State("columns", "/office/cases/columns/", by="ben"),
    State("columns: refused", "/office/cases/columns/", by="ben", sends={"columns": "x"}, status=422),
    State("columns: in the queue", "/office/cases/", by="ben", before=columns_chosen),
    State("tags: on a case", CASE, by="ben", before=tagged),
    State("tags: in the queue", "/office/cases/?tag=damp-and-mould", by="ben", before=tagged),
    State("tags: of a case", f"{CASE}tags/", by="ben", before=tagged),
    State("tags: of a case, none", f"{CASE}tags/", by="ben"),
    State("tags: refused", f"{CASE}tags/", by="ben", sends={"name": "!"}, status=422),
    State("tags: of an office, none", "/office/team/tags/", by="dev"),
    State("tags: of an office", "/office/team/tags/", by="dev", before=tagged),
    State("tags: change", "/office/team/tags/{tag}/", by="dev", before=tagged),
]
