"""Staff pages over HTTP."""
