"""What readers get: pages' environment, words, drawings, the report, data files."""
