"""The judge pool (评委库): who may be invited to panels, what they know, how much they take, what they did before."""
