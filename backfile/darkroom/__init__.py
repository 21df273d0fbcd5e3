"""Smaller copies of pictures: made with Pillow, kept by what they were made of."""

from backfile.darkroom.printing import Fault, Order, forget, missing, prints, recipe, version
from backfile.darkroom.shelf import Shelf, bounded

__all__ = ["Fault", "Order", "Shelf", "bounded", "forget", "missing", "prints", "recipe", "version"]
