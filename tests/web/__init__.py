"""Pages over HTTP, each read strictly."""
