"""Where the addresses of languages lead that are not offered."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.http import escape_leading_slashes
from django.views.decorators.http import require_safe

from body.languages import is_offered


class LanguageOff:
    """A path converter for the codes of known languages that are not offered."""

    regex = "[a-z]{2}"

    def to_python(self, value):
        if is_offered(value) or value not in dict(settings.KNOWN_LANGUAGES):
            raise ValueError(value)
        return value

    def to_url(self, value):
        return value


@require_safe
def without_language(request, code, rest=""):
    """Redirect to the same page in English: text in one language must not claim to be another (WCAG 3.1.1)."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponseRedirect(escape_leading_slashes(f"/{rest}{query}"))
