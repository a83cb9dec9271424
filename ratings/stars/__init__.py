"""Stars that groups hold: certificates, their validity, downgrading and revocation."""
