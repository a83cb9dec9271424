"""The six basic services of incubation, planned and delivered, and the growth assessments of groups."""
