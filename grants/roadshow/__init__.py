"""Roadshows (路演): the event, the order of its items, and where it stands; who runs it is in grants.hosting."""
