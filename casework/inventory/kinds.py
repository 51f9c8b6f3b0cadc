"""The classes of personal data. A model names them in `personal_data`."""

from django.utils.translation import gettext_lazy as _

NONE = "none"
WALLED = _(
    "Behind the wall of the office. Each look at a case is in the log. Never in addresses, logs or caches."
)
KINDS = {
    "identity": _("Who someone is"),
    "contact": _("How to reach someone"),
    "told": _("What someone told us, or what we did about it"),
    "special": _("Free text or files: may say anything, also about health, beliefs or crime"),
    "staff": _("About people who work here or are elected"),
    "security": _("Keys, codes and marks that keep strangers out"),
    NONE: _("Nothing about a person"),
}

# How each class is guarded, beside what holds for all: no third party, no copy in a browser after signing out.
GUARDED = {
    "identity": WALLED,
    "contact": WALLED,
    "told": WALLED,
    "special": WALLED,
    "staff": _("Seen by colleagues and by who must know. What is published about Members is public."),
    "security": _(
        "Never shown and never logged. Passwords and links are hashed; second factors are encrypted."
    ),
    NONE: _("Nothing to guard"),
}
