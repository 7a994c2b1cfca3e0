"""Months of the daemon's time in one process: memory and file descriptors stay flat."""
