"""Who may open what: passwords, key slots, one-time codes, lock-out, permits. No SQL.

All cryptography of keys is here; that of packets is in `packets`.
"""
