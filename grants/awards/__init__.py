"""Awards: the chosen set within the funds, the payee, the agreement (立项协议)."""
