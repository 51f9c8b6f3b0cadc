"""The second yardstick: 50 cases in a table by one query. No wall, no audit, no forms."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, HttpResponseForbidden
from django.template import engines
from django.urls import path

application = get_wsgi_application()
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
application.load_middleware()

from casework.cases.models import Case  # noqa: E402  after the set-up

TABLE = engines["django"].from_string(
    "<h1>Cases of {{ user }}</h1><table>{% for case in cases %}<tr><td>{{ case.reference }}</td>"
    "<td>{{ case.subject }}</td><td>{{ case.constituent.name }}</td><td>{{ case.topic.name }}</td>"
    "<td>{{ case.borough.name }}</td><td>{{ case.get_turn_display }}</td><td>{{ case.waiting_since|date }}</td>"
    "<td>{{ case.next_on|date }}</td></tr>{% endfor %}</table>"
)


def page(request):
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    cases = Case.objects.filter(office__slug="labour-east", closed_at=None).select_related(
        "constituent", "topic", "borough"
    )
    cases = cases.order_by("next_on", "waiting_since", "pk")[:50]
    return HttpResponse(TABLE.render({"cases": cases, "user": request.user}))


urlpatterns = [path("", page)]
