"""Public notices (公示) and the objections to them: one engine for every decision that must be shown first."""
