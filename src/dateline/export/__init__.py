"""The record in the formats that people load."""
