"""The database: engines, tables, the register and its projections, and the queries that pages need."""
