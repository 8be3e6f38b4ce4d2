"""The public pages: one module a noun, one function a page. No cookie, no write."""
