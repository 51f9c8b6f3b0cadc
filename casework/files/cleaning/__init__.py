"""Opens files that strangers sent, in a process of its own that has little time, little memory and no secrets."""
