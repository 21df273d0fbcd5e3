"""The fields of a story for editors' own tools, from the one table that the parser reads: JSON Schema, CMS forms."""

from backfile.schema.forms import add_address, decap_values, pages_cms_values, yaml_text
from backfile.schema.jsonschema import story_schema

__all__ = ["add_address", "decap_values", "pages_cms_values", "story_schema", "yaml_text"]
