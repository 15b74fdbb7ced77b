"""The parts of the form, from head to signatures; each gives its blocks for the flow."""
