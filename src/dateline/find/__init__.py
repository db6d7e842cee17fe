"""Spans and labels in the text: events, attribution, quantities, commitments, silences."""
