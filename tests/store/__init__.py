"""The record as it is kept."""
