"""The chatter pane: the living thread of a record, its composer and its followers."""
