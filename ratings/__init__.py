"""Star rating: schemes, assessments, stars."""
