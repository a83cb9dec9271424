"""The list of needs (需求清单): what communities ask for, before there is a project or an order."""
