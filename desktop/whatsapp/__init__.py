"""WhatsApp in the window: the composer for it in the pane of a record, with the 24 hours and the templates."""
