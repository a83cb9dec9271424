"""Payments: tranches, requests, three people, vouchers, balance returned."""
