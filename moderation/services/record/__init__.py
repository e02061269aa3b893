"""The record of a session: ledger, published totals, report, exports, retention."""
