"""Follow-ups (回访): somebody of the talent pool whose project had no luck is met again, with the advice that came."""
