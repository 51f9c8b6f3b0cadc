from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "casework.outbox"
    label = "outbox"
