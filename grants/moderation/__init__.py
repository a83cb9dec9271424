"""After the opening (评议): a room for each proposal, the record of the meeting, recommendations published at once."""
