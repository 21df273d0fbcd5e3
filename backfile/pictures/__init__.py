"""Which smaller copies a picture has, where they stand, and how a page offers them. Decided from measures alone."""

from backfile.pictures.copies import Copy, Picture, Rule, copies_of, picture_of, rule_of
from backfile.pictures.form import ENDINGS, form_of, is_named_like_a_copy, is_picture, is_unreadable, measures_of
from backfile.pictures.location import without_location
from backfile.pictures.markup import element, srcset, with_copies

__all__ = [
    "ENDINGS",
    "Copy",
    "Picture",
    "Rule",
    "copies_of",
    "element",
    "form_of",
    "is_named_like_a_copy",
    "is_picture",
    "is_unreadable",
    "measures_of",
    "picture_of",
    "rule_of",
    "srcset",
    "with_copies",
    "without_location",
]
