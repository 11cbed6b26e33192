"""What can be found: an index of all entries on Whoosh, kept up to date from the journal, and the queries on it."""
