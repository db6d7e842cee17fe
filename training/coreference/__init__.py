"""Makes what statements of several documents are compared by: words, and the score of a pair."""
