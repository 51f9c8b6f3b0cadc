"""Channels: the ways in which something reaches an office."""

from django.db import models

WEB, PHONE, LETTER = "web", "phone", "letter"  # of the usual ones, which a migration writes


class Channel(models.Model):
    """One way to reach an office. Cases and messages name it by its slug. The list is the same for every office.

    `staffed`: staff type in what comes this way.
    """

    held_for = "running"
    personal_data = {"none": "slug name staffed position"}

    slug = models.SlugField(primary_key=True, max_length=20)
    name = models.CharField(max_length=40)
    staffed = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self):
        return self.name
