"""This computer's own disk: locks, scratch folders, the shop's folder."""
