"""The command line (product.md §12): the window's verbs for scripts and machines without a screen; never loads Qt."""
