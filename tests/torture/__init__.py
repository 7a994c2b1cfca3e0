"""The daemon as a real process, killed and cut off at every step, and its books balanced after."""
