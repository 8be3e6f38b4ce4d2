"""Every public page, in the order of the site."""

from tracker.web.public.actions import actions
from tracker.web.public.axes import axis
from tracker.web.public.changes import changes
from tracker.web.public.overview import overview
from tracker.web.public.owners import owner
from tracker.web.public.plans import plans

PAGES = [
    plans,
    overview,
    actions,
    axis,
    owner,
    changes,
]
