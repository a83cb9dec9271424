"""Writing a proposal (申报书): the pages of its steps, shared by several people."""
