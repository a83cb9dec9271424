"""The dates of an edition: when each stage is, who hears of a change, and more time for one applicant."""
