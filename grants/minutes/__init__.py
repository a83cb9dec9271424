"""Papers of a roadshow (路演文书): the order list, score sheets to print, and the minutes of the meeting."""
