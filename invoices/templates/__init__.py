"""The papers of an invoice as files that a shop can change, what they may say, and how they are found."""
