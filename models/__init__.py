"""What is true: the tables of a workspace, the verbs that change them, and the journal of every change."""
