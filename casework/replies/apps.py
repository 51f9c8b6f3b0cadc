from django.apps import AppConfig


class RepliesConfig(AppConfig):
    name = "casework.replies"
    label = "replies"
