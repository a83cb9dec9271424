"""The service menu: items, orders, purchases."""
