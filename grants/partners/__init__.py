"""Who applies together with the lead (联合申报): what share and duties each was asked to agree to, and what it said."""
