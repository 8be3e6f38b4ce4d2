"""What readers get: pages' environment, words, charts, the report, data files."""
