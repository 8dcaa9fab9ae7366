from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.lib.rows import Row


class Named(Row):
    """A row with a name in both languages; `label` is the one the reader reads."""

    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.label

    @property
    def label(self):
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class Region(Named):
    """大区: HQ's own grouping of provinces."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["rank", "code"]


class Province(Named):
    """GB/T 2260 province, with its place on the tile map (row and column from 1)."""

    code = models.CharField(_("code"), max_length=6, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="provinces", verbose_name=_("region"))
    tile_row = models.PositiveSmallIntegerField(default=1)
    tile_column = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["code"]
