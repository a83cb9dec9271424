"""Proposals that resemble one another (相似的申报): shown to staff with the evidence, decided by nobody but them."""
