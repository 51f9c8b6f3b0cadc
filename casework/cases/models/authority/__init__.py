"""Authority to act for someone else."""
