"""Every public page, in the order of the site."""

from tracker.web.public.action import action
from tracker.web.public.actions import actions
from tracker.web.public.axes import axis
from tracker.web.public.changes import changes
from tracker.web.public.definitions import definitions, plan_definitions
from tracker.web.public.overview import overview
from tracker.web.public.owners import owner
from tracker.web.public.plans import plans
from tracker.web.public.register import checkpoint, entry, register, register_file
from tracker.web.public.report_files import report_file
from tracker.web.public.report_summary import report_summary
from tracker.web.public.reports import report, report_edition, reports

PAGES = [
    plans,
    definitions,
    overview,
    actions,
    action,
    axis,
    owner,
    changes,
    reports,
    report,
    report_summary,
    report_edition,
    report_file,
    plan_definitions,
    register,
    entry,
    checkpoint,
    register_file,
]
