"""The wall page (现场大屏) of a roadshow: open to everybody in the hall, with nothing private on it."""
