"""Development tools; nothing here is installed in a shop."""
