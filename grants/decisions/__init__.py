"""The decision file of an edition (评审决定档案): one ZIP that an auditor follows without this system."""
