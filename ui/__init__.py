"""The only place that knows Qt."""

from ui import lean_imports  # noqa: F401 - before anything else is imported after Qt
