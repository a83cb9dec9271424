"""Contests (公益微创投大赛): one edition with its rules, dates, money and method."""
