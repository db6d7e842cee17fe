"""From statements to events. Pure functions."""
