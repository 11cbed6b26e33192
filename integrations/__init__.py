"""The world outside: channels and translators as plugins, and the outbox and inbox that work with them."""
