"""What those who run the system ask it: is it alive, can it work, what has it counted."""
