from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "casework.questionnaires"
    label = "questionnaires"
