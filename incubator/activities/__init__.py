"""What groups do: activities with their evidence, and what residents think of it."""
