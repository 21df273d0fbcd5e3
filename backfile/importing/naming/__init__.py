"""Names that an archive prints: where they stand, which signs of their kind the text gives, how they are one."""
