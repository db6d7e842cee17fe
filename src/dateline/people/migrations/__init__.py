"""The migrations of people: their own line, apart from the record's."""
