"""How what the lessons state was found out: scripts for who maintains the series; a learner never needs them."""
