"""The forms of the paper: measures, columns and their official headings."""
