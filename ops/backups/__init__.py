"""Back-ups: one encrypted file with every row, every stored file and the log's anchor, and its restore."""
