"""The budget helper: what each category takes of the amount asked for, its cap, and what others paid for the like."""
