"""Where people live: areas with a seat, boroughs inside them, and every postcode's borough. Data, not code."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Area(models.Model):
    """An area that elects one Member: in London a constituency of whole boroughs."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Borough(models.Model):
    """A local authority, in exactly one area."""

    code = models.CharField(_("ONS code"), max_length=9, unique=True)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="boroughs")

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name
