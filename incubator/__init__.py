"""Incubation: people, groups, bases, services, activities and needs."""
