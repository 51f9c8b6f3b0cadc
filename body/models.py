"""The elected body whose installation this is: its names, how people reach it, and the prefix of its references."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .contact import contact_sentences, relay_sentence, reply_sentence

PREFIX = "^[A-Z]{2,4}$"
PREFIX_RULE = _("Use two to four capital letters, like “WX”.")


class Body(models.Model):
    """One row. Editors keep all of it but languages, practice, the number of seats and references’ prefix."""

    held_for = "site"
    personal_data = {
        "none": "name members lead place whole_seat whole_seats reference_prefix phone hours post email reply_time "
        "neutral_line languages practice"
    }

    name = models.CharField(_("name of the body"), max_length=80, default=_("the assembly"))
    members = models.CharField(
        _("what all Members are called"),
        max_length=80,
        default=_("Members"),
        help_text=_("It ends the name of this service, after the words before it."),
    )
    lead = models.CharField(
        _("words before it"), max_length=40, default=_("Contact your"), help_text=_("Like “Contact your”.")
    )
    place = models.CharField(_("name of the place"), max_length=60, default=_("the area"))
    whole_seat = models.CharField(
        _("what a seat for the whole place is called"), max_length=60, default=_("Whole-area")
    )
    whole_seats = models.PositiveSmallIntegerField(_("number of seats for the whole place"), default=0)
    reference_prefix = models.CharField(
        max_length=4, default="CW", validators=[RegexValidator(PREFIX, PREFIX_RULE)]
    )
    phone = models.CharField(_("phone number"), max_length=40, blank=True)
    hours = models.CharField(_("hours of the phone"), max_length=120, blank=True)
    post = models.TextField(_("postal address"), max_length=300, blank=True)
    email = models.EmailField(
        _("email address for the public"),
        blank=True,
        help_text=_("People who cannot phone need it. It stands at the foot of every page."),
    )
    reply_time = models.CharField(
        _("how soon you reply"), max_length=60, blank=True, help_text=_("Like “5 working days”.")
    )
    neutral_line = models.CharField(
        _("last line of every public page"),
        max_length=300,
        blank=True,
        help_text=_("Say that the service belongs to no political group."),
    )

    languages = models.JSONField(default=list, blank=True)  # codes of those that an administrator turned on
    practice = models.BooleanField(
        default=True
    )  # staff may practise with made-up cases; an administrator decides

    class Meta:
        verbose_name = _("name and contact details")
        verbose_name_plural = _("name and contact details")
        constraints = [
            models.CheckConstraint(
                name="body_is_one_row",
                condition=Q(pk=1),
                violation_error_message=_("There is only one body."),
            ),
            models.CheckConstraint(
                name="body_prefix_is_two_to_four_capitals",
                condition=Q(reference_prefix__regex=PREFIX),
                violation_error_message=PREFIX_RULE,
            ),
        ]

    def __str__(self):
        return str(self.name)

    @property
    def service(self) -> str:
        """The name of the service, as it stands on every page and below every mail."""
        return f"{self.lead} {self.members}"

    @property
    def contact(self) -> str:
        """Sentences with every way to reach the body, in writing first; empty while none is known."""
        return contact_sentences(
            email=self.email,
            phone=self.phone,
            hours=self.hours,
            post=self.post,
            reply_time=self.reply_time,
        )

    @property
    def replies(self) -> str:
        """How soon people are answered; empty while nobody has said so."""
        return reply_sentence(self.reply_time)

    @property
    def relay(self) -> str:
        """How people phone who cannot hear or speak; empty without a phone number."""
        return relay_sentence(self.phone)
