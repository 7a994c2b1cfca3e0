"""The projects together: who is introduced to whom, and what they are invited to."""
