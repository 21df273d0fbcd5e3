"""What the search knows: which bundles there are, what each is made of, and its files in one order.

A bundle is an index of its own over some of the stories: a year, or a month of a year. Readers' browsers merge them.
"""

from backfile.bundles.order import ENTRY, steady
from backfile.bundles.parts import LARGE, LIVELY, Bundle, bundles_of
from backfile.bundles.records import Record, record_html, record_of

__all__ = ["ENTRY", "LARGE", "LIVELY", "Bundle", "Record", "bundles_of", "record_html", "record_of", "steady"]
