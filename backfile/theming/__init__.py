"""Themes for those who make them: a new one, a template taken over, a look at what is wrong with one."""

from backfile.theming.check import Checked, checked
from backfile.theming.eject import Ejected, eject
from backfile.theming.new import made

__all__ = ["Checked", "Ejected", "checked", "eject", "made"]
