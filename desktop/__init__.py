"""What is seen and typed: the windows and the command line."""
