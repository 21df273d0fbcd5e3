"""The names of signs, each made once: signs are asked for millions of times, and a text that is put together anew is
also hashed and compared anew."""

from __future__ import annotations

from sys import intern


class Named(dict):
    """The signs of a family that has one value: of `Named("after2={}")`, `["date"]` is `after2=date`."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form = form

    def __missing__(self, value: object) -> str:
        name = self[value] = intern(self.form.format(value))
        return name


class Banded(dict):
    """The signs of a family that has a value and a band: of `Banded("after={}:{}", 4)`, `["date"][2]` is
    `after=date:2`; bands are 0 to 3."""

    def __init__(self, form: str, bands: int) -> None:
        super().__init__()
        self.form, self.bands = form, bands

    def __missing__(self, value: object) -> tuple[str, ...]:
        names = self[value] = tuple(intern(self.form.format(value, band)) for band in range(self.bands))
        return names
