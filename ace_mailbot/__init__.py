"""Runs a competitive small-grants programme entirely by email."""
