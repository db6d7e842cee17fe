"""The page and the API: the record to look at, every cell two clicks from its sentence."""
