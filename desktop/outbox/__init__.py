"""The outbox in the window: what is on its way out, what stands still and why, and what to do about it."""
