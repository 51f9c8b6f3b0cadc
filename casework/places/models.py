"""Places: areas that elect a Member, their boroughs, and the borough of every postcode. They are data, not code."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Area(models.Model):
    """An area that elects one Member and is made of whole boroughs."""

    held_for = "running"
    personal_data = {"none": "slug name"}

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Borough(models.Model):
    """A local authority, which belongs to exactly one area."""

    held_for = "running"
    personal_data = {"none": "code slug name"}

    code = models.CharField(_("ONS code"), max_length=9, unique=True)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="boroughs")

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Postcode(models.Model):
    """A postcode in one of our boroughs, written without spaces."""

    held_for = "running"
    personal_data = {"none": "code"}

    code = models.CharField(max_length=7, primary_key=True)
    # No index: no query reads all postcodes of a borough, and it would double the loading time.
    borough = models.ForeignKey(Borough, models.PROTECT, related_name="+", db_index=False)

    def __str__(self):
        return self.code


class OutwardCode(models.Model):
    """The first half of a postcode, for the whole country: it tells "outside" from "no such postcode".

    A few outward codes straddle our boundary. For those `elsewhere` holds the inward codes that lie outside, three
    characters each. For one that is wholly outside it is empty, and every inward code counts as real.
    """

    held_for = "running"
    personal_data = {"none": "code is_ours elsewhere"}

    code = models.CharField(max_length=4, primary_key=True)
    is_ours = models.BooleanField()
    elsewhere = models.TextField(blank=True)

    def __str__(self):
        return self.code


class LoadedData(models.Model):
    """The source of a loaded data set, so that loading the same again is skipped."""

    held_for = "running"
    personal_data = {"none": "name made_from"}

    name = models.CharField(max_length=20, primary_key=True)
    made_from = models.CharField(max_length=200, blank=True)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return f"{self.name}: {self.made_from}"
