"""Tests of what turns a planned page into a file."""
