"""The questions of an application form (申报表) as data: what is asked of whom, when, and what an answer must hold."""
