"""Rehearsals (试运行) of an edition: played by personas in a shadow of the district, walled off from what is real."""
