"""A published story as plain values for other tools: the fields of `stories/*.jsonl` and of every export."""

from backfile.corpus.listing import file_list
from backfile.corpus.record import FIELDS, Item, json_line, record_of
from backfile.corpus.text import plain_text

__all__ = ["FIELDS", "Item", "file_list", "json_line", "plain_text", "record_of"]
