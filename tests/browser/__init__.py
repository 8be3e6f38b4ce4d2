"""Pages in a real Chromium: what a reader with a keyboard, a phone, no script or dark mode meets."""
