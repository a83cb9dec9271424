"""Community purses, and the thresholds of government procurement."""
