"""The service menu (服务清单): items that groups offer."""
