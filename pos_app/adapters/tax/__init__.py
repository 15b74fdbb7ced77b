"""The taxpayers' system (RC_TICS.IS v1.4, transport 2). Light to import; what is heavy comes with the first call."""
