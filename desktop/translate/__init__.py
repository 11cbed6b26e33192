"""Reading and answering in any language: rows, bar and composer of the chatter, and their settings."""
