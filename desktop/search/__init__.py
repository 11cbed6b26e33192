"""Searching messages in the window: everywhere, and in the record that is open."""
