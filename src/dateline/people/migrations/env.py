"""Runs the migrations over the connection that has the people."""

from __future__ import annotations

from alembic import context

from dateline.people.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
