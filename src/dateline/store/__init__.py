"""The record kept."""
