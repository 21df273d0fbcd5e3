"""The text of `site.toml` to a `Config`, or what is wrong with it and where."""

from .reading import Checked, parse_config
from .tables import Config, Limits

__all__ = ["Checked", "Config", "Limits", "parse_config"]
