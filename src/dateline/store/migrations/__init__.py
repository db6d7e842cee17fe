"""The record's migrations, run by Alembic when a record is made or is older than the program."""
