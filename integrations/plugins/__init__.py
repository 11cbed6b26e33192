"""The plugins that come with the program; each speaks `integrations.api` and its own library, nothing else."""
