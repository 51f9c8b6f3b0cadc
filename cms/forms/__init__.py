"""Forms of several steps that editors build: the blocks, their conversion to a definition, and publishing."""
