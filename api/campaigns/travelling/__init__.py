"""How the teams of campaigns travel."""
