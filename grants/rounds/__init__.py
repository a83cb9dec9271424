"""Rounds (评审轮次): the method until it freezes, bonuses, and the bundle from which anybody can replay a ranking."""
