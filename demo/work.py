"""What an office has done with its cases so far: every state of a case, dated to working hours before today."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from casework.cases.services.case import assign, close_case
from casework.cases.services.messages.message import add_note, receive_message, reply_to_constituent
from casework.cases.services.practice.diary import Diary
from casework.cases.services.turn import set_turn
from casework.cases.turns import Turn

from .correspondence.pictures import pictures_for
from .correspondence.threads import NEWS, NOTES, OUTCOMES, QUESTIONS, REPLIES, THIRD_PARTIES, THREADS

STATES = 7
ASKED_BACK, WITH_OTHERS, PROMISED, UNTOUCHED, SETTLED, NEWS_SENT, ANSWERED_AND_SETTLED = range(STATES)


def work_on(case, index, *, workers, rng):
    """Do with the case what its place in the list says, so that every state is there."""
    if not workers:
        return
    worker = workers[index % len(workers)]
    if case.subject in THREADS:
        converse(case, THREADS[case.subject], by=worker, rng=rng)
    elif index % STATES != UNTOUCHED:
        diary = Diary(case, moments=4, rng=rng)
        ACTS[index % STATES](case, index, diary, worker)


def converse(case, text, *, by, rng):
    """Play a conversation of `threads.THREADS`, one line a message, and leave the turn with whom it is then."""
    lines = text.strip().splitlines()
    diary = Diary(case, moments=len(lines) + 1, rng=rng)
    diary.happen(assign, to=by, by=by)
    for line, said in ((line[0], line[2:]) for line in lines):
        if line == "#":
            diary.happen(add_note, body=said, by=by, once=uuid4())
        elif line == "<":
            reply(diary, said, by=by, turn=Turn.CONSTITUENT)
        else:
            point = case.constituent.contact_points.get(proved_by__isnull=False)
            diary.happen(
                receive_message, body=said, by=point.proved_by, once=uuid4(), files=pictures_for(said)
            )


def reply(diary, text, *, by, turn, next_on=None):
    body = f"Dear {diary.case.constituent.name},\n\n{text}\n\nYours sincerely,\n{by.name}"
    diary.happen(reply_to_constituent, body=body, by=by, turn=turn, next_on=next_on, once=uuid4())


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def third(case):
    return THIRD_PARTIES[case.topic.slug]


def pick(texts, case, index):
    return texts[index // STATES % len(texts)].format(third=third(case))


def ask_back(case, index, diary, worker):
    diary.happen(assign, to=worker, by=worker)
    text = pick(QUESTIONS, case, index)
    reply(diary, text, by=worker, turn=Turn.CONSTITUENT, next_on=in_days(3 + index % 11))


def wait_for_others(case, index, diary, worker):
    diary.happen(assign, to=worker, by=worker)
    diary.happen(add_note, body=pick(NOTES, case, index), by=worker, once=uuid4())
    facts = {"turn": Turn.THIRD_PARTY, "waiting_on": third(case), "next_on": in_days(index % 9 - 1)}
    diary.happen(set_turn, by=worker, **facts)


def promise(case, index, diary, worker):
    diary.happen(assign, to=worker, by=worker)
    reply(diary, pick(REPLIES, case, index), by=worker, turn=Turn.OFFICE)
    diary.happen(set_turn, turn=Turn.OFFICE, next_on=in_days(index % 10 - 2), by=worker)


def settle(case, index, diary, worker):
    diary.happen(assign, to=worker, by=worker)
    diary.happen(close_case, outcome=pick(OUTCOMES, case, index), by=worker)


def answer_and_settle(case, index, diary, worker):
    diary.happen(assign, to=worker, by=worker)
    reply(diary, pick(REPLIES, case, index + 1), by=worker, turn=Turn.OFFICE)
    diary.happen(close_case, outcome=pick(OUTCOMES, case, index + 3), by=worker)


def bring_news(case, index, diary, worker):
    """The person writes again before anyone has looked, if they have proved an address."""
    if point := case.constituent.contact_points.filter(proved_by__isnull=False).first():
        text = NEWS[index // STATES % len(NEWS)]
        diary.happen(receive_message, body=text, by=point.proved_by, once=uuid4())


ACTS = {
    ASKED_BACK: ask_back,
    WITH_OTHERS: wait_for_others,
    PROMISED: promise,
    SETTLED: settle,
    NEWS_SENT: bring_news,
    ANSWERED_AND_SETTLED: answer_and_settle,
}
