"""The commands of the Makefile. They use the standard library only, because they run before anything is installed."""
