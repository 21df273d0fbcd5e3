"""Tests of pictures: their smaller copies, what is taken out of them, how pages offer them."""
