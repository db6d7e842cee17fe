"""From the text as given to sentences: canonical form, repeats, the dateline, the parse."""
