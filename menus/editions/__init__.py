"""Editions of the menu: a snapshot of the listed items, printed as a booklet."""
