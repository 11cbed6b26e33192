"""Activities in the window: what is planned on a record, what is to be done by oneself, planning and finishing."""
