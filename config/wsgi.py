"""The web server's way in: `gunicorn config.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from ops.checks import refuse_unsafe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
from cms import safety_pages  # noqa: E402  its models need the applications

refuse_unsafe()
safety_pages.load(application)
connections.close_all()  # the server forks now; its processes must not share a connection
gc.collect()
gc.freeze()  # what is loaded by now stays, so that no process copies its memory in order to look for garbage in it
