"""Every public page, in the order of the site."""

from tracker.web.public.plans import plans

PAGES = [plans]
