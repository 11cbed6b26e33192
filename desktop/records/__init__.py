"""Records as they are seen: the list, the board and the form of every kind, all derived from its declaration."""
