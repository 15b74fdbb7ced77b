"""Alembic's entry: the connection, with its transaction, comes from `migrate.upgrade`."""

from __future__ import annotations

from alembic import context

from pos_app.adapters.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,  # we hold the one transaction around all of it
)
context.run_migrations()
