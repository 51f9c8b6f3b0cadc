"""The first yardstick: one Django view without middleware or database."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    ROOT_URLCONF=__name__, SECRET_KEY="yardstick" * 6, ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[], USE_TZ=True
)

urlpatterns = [path("", lambda request: HttpResponse("ok"))]
application = get_wsgi_application()
