"""Topics of cases."""

from django.db import models


class Topic(models.Model):
    """A topic. Those of published forms, and those that administrators add, are public: every office offers them."""

    held_for = "running"
    personal_data = {"none": "slug name public sensitive"}

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    public = models.BooleanField(default=False)  # else only the offices that have cases of it may know it
    sensitive = models.BooleanField(default=False)  # every new case of it is sensitive

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name
