"""The encoder: text to one vector a piece, and heads that read them. Knows nothing of events."""
