"""The domain alone: no database, no clock, no files but the verifier's own."""
