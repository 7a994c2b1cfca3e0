"""From the award letter to the money: who is told, what comes back, what is chased."""
