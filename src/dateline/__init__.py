"""Dateline reads news reports about conflict and keeps the record."""
