"""The migrations of people, run by Alembic when their file is made or older than the program."""
