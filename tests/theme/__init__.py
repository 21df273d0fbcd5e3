"""Tests of themes: how they are read, inherited and faulty."""
