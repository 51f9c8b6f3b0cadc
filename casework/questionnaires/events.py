"""What other parts of the project may want to know; they connect, and questionnaires know nothing of them."""

from django.dispatch import Signal

published = Signal()  # version: a form as people are asked it from now on
