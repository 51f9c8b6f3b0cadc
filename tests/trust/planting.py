"""Canaries: which fields hold what a person wrote or who a person is, and a row with a canary in each of them.

Fields are found by walking the models, so a field added later is inside the day it is born. What is not confidential
is named here with the reason; a text field that is neither planted nor named fails `test_world.py`.
"""

import json
import random
import string
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from accounts.vault import seal

from .oracle import MARK, TAIL

LETTERS = string.ascii_lowercase + string.digits

# Models of ours that hold nothing about a case or a person who is not in public office.
PUBLIC = {
    "accounts.AppCodeUse": "a counter",
    "accounts.Installation": "whether this is a demo",
    "audit.Unsealed": "which entries wait to be sealed",
    "cases.Channel": "ways to reach an office, the same for everybody",
    "cases.FeedbackMark": "a keyed hash",
    "cases.FeedbackMonth": "counts of a whole month",
    "cases.SharedGuide": "kept by administrators for every office",
    "cases.Topic": "the words of published forms and of administrators, never of a case",
    "offices.Group": "the elected body, in public",
    "offices.GroupMembership": "the elected body, in public",
    "offices.Member": "the elected body, in public",
    "offices.Office": "which offices there are, in public",
    "offices.OfficeMember": "which office works for whom, in public",
    "offices.Term": "the elected body, in public",
    "places.Area": "places",
    "places.Borough": "places",
    "places.LoadedData": "places",
    "places.OutwardCode": "places",
    "places.Postcode": "places",
    "questionnaires.Version": "the published form",
    "replies.SharedWording": "kept by administrators for every office",
}

# Fields that are written as text and tell nothing, or cannot hold a canary.
OPEN = {
    "accounts.RecoveryLink.token_hash": "a hash",
    "offices.Invitation.token_hash": "a hash",
    "accounts.User.password": "a hash",
    "accounts.User.single_keys": "some of a fixed list",
    "accounts.User.queue_columns": "some of a fixed list",
    "audit.Entry.verb": "one of a fixed list",
    "audit.Entry.route": "the name of a page",
    "audit.Entry.session": "a keyed hash",
    "cases.Authority.link_hash": "a hash",
    "cases.AuthorityPaper.content_type": "one of a fixed list",
    "cases.AuthorityPaper.key": "random, names the bytes",
    "cases.AuthorityPaper.sha256": "a hash",
    "cases.Case.reference": "random, and in addresses",
    "cases.CaseFile.content_type": "one of a fixed list",
    "cases.CaseFile.key": "random, names the bytes",
    "cases.CaseFile.sha256": "a hash",
    "cases.DraftFile.content_type": "one of a fixed list",
    "cases.DraftFile.key": "random, names the bytes",
    "cases.DraftFile.sha256": "a hash",
    "cases.SafeContact.code": "a hash",
    "cases.SafeContact.word": "a hash",
    "cases.AccountLinkCode.mark": "a keyed hash",
    "cases.TrackingCode.mark": "a keyed hash",
    "cases.Transfer.new_reference": "random, and in addresses",
    "outbox.OutboxMessage.about": "a reference: random, and in addresses",
    "outbox.OutboxMessage.message_id": "random",
    "outbox.OutboxMessage.purpose": "one of a fixed list",
    "questionnaires.Submission.case_reference": "random",
    "questionnaires.Submission.key_hash": "a hash",
    "questionnaires.Submission.member_slug": "the name of a Member",
    "questionnaires.Submission.borough_slug": "the name of a borough",
    "questionnaires.SubmissionFile.content_type": "one of a fixed list",
    "questionnaires.SubmissionFile.key": "random, names the bytes",
    "questionnaires.SubmissionFile.question": "the name of a question",
    "questionnaires.SubmissionFile.sha256": "a hash",
    "questionnaires.SubmissionKey.key_hash": "a hash",
    "questionnaires.ResumeLink.token_hash": "a hash",
}

# What the person who raised a case may read of it, beside the office.
PERSON_READS = {
    "cases.Activity.detail",
    "cases.Case.answers",
    "cases.Case.outcome",
    "cases.Case.subject",
    "cases.Case.waiting_on",
    "cases.CaseFile.bytes",
    "cases.CaseFile.name",
    "cases.CaseFile.thumbnail",
    "cases.Message.body",
    "constituents.Constituent.format",
    "constituents.Constituent.language",
    "constituents.Constituent.name",
    "constituents.ContactPoint.value",
}

# How a canary must look where its readers expect a shape. All others hold the canary and the name of the field.
SHAPES = {
    "accounts.UnsentText.path": lambda c: f"/office/cases/?q={c}",
    "accounts.UnsentText.sealed": lambda c: seal(json.dumps([["body", f"{c} kept"]])),
    "cases.Activity.detail": lambda c: {
        key: f"{c} {key}" for key in ("member", "to", "waiting_on", "outcome")
    },
    "cases.Case.answers": lambda c: [{"question": "What would help?", "answer": f"{c} answer"}],
    "cases.PlannedAct.facts": lambda c: {"name": f"{c} to", "outcome": f"{c} outcome"},
    "cases.ReplyDraft.entered": lambda c: {"turn": ["third-party"], "waiting_on": [f"{c} asked"]},
    "cases.ReplyDraft.refused": lambda c: [f"{c} refused"],
    "outbox.OutboxMessage.recipients": lambda c: [f"{c}@london.example"],
    "outbox.OutboxMessage.raw": lambda c: f"From: a@b.example\r\nSubject: {c}\r\n\r\n{c} said\r\n".encode(),
    "questionnaires.Submission.answers": lambda c: {
        "details": {"subject": f"{c} subject", "what_happened": f"{c} happened"},
        "you": {"name": f"{c} name", "email": f"{c}@london.example"},
    },
}

NOT_TEXT = (
    models.BooleanField,
    models.DateField,
    models.DecimalField,
    models.DurationField,
    models.FloatField,
    models.IntegerField,
    models.UUIDField,
    models.TimeField,
    models.ForeignKey,
)


@dataclass(frozen=True)
class Secret:
    """A canary: where it was planted, and who may see it ("office:labour-east", "person:ada", "editors")."""

    canary: str
    label: str
    readers: frozenset[str]


def label_of(field):
    return f"{field.model._meta.label}.{field.name}"


def holds_text(field):
    """Return whether a field could contain text. Unknown kinds of field count as text."""
    return not field.choices and not isinstance(field, NOT_TEXT)


def confidential_fields(model):
    return [f for f in model._meta.concrete_fields if holds_text(f) and label_of(f) not in OPEN]


def our_models():
    """Return our models with something about a case or a person, without those of the editors' pages."""
    for model in apps.get_models():
        ours = model.__module__.startswith(("casework.", "accounts."))
        if ours and model._meta.label not in PUBLIC:
            yield model


class Canaries:
    """All canaries of one world. The same seed gives the same ones."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.secrets = {}

    def new(self, label, readers):
        """Return a new canary for one field of one row."""
        canary = MARK + "".join(self.random.choices(LETTERS, k=TAIL))
        self.secrets[canary] = Secret(canary, label, frozenset(readers))
        return canary

    def row(self, model, *, readers, raiser=None, **given):
        """Create a row of `model` with the given values and a canary in every other confidential field.

        `raiser` ("person:ada") may read the fields in PERSON_READS, too.
        """
        values = dict(given)
        where = f"office:{given['office'].slug}" if "office" in given else min(readers)
        for field in confidential_fields(model):
            if field.name not in values:
                also = {raiser} if raiser and label_of(field) in PERSON_READS else set()
                values[field.name] = self._value(field, where, set(readers) | also)
        return model._base_manager.create(**values)

    def _value(self, field, where, readers):
        canary = self.new(f"{where} {label_of(field)}", readers)
        if shape := SHAPES.get(label_of(field)):
            return shape(canary)
        if isinstance(field, models.EmailField):
            return f"{canary}@london.example"
        if isinstance(field, models.JSONField):
            return {"text": canary}
        if isinstance(field, models.BinaryField):
            return canary.encode()
        if isinstance(field, models.SlugField):
            return canary
        return f"{canary} {field.name}"[: field.max_length]

    def not_for(self, found, reads):
        """Return the secrets among `found` that a person who reads `reads` must not get."""
        return [
            secret
            for text in found
            for secret in self._meant(text)
            if not any(each.readers & reads for each in self._meant(text))
        ]

    def _meant(self, text):
        """Return the secret of a whole canary; of a truncated one, all that begin with it."""
        if text in self.secrets:
            return [self.secrets[text]]
        return [s for canary, s in self.secrets.items() if canary.startswith(text)]
