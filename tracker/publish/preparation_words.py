"""Words of the pages on which a council prepares its reports."""

from __future__ import annotations

from tracker.domain.messages import _
from tracker.domain.missing import Lack
from tracker.domain.preparation import Stage, Step

STAGE = {
    Stage.WRITING: _("being written"),
    Stage.SIGNED: _("signed, waits for a second person"),
    Stage.SEALING: _("being sealed"),
    Stage.SEALED: _("sealed"),
    Stage.DROPPED: _("given up"),
}

STEP = {
    Step.BEGUN: _("began it"),
    Step.SIGNED: _("signed it"),
    Step.CONFIRMED: _("confirmed the signature"),
    Step.TAKEN_BACK: _("went back to writing"),
    Step.SEALED: _("had it sealed"),
    Step.DROPPED: _("gave it up"),
    Step.ERASED: _("took words out of it that the law forbids to keep"),
}

FIELD = {
    "cut_off": _("Cut-off"),
    "foreword": _("Foreword"),
    "closing": _("Closing words"),
    "reason": _("Public reason of the new edition"),
    "lang": _("Language"),
    "leave": _("Left out"),
    "comment": _("Comment on the axis"),
}

LACK = {
    Lack.NO_EVIDENCE: _("Called delivered, without evidence that stands"),
    Lack.UNEXPLAINED: _("Late, and nothing said since the date passed"),
    Lack.NO_NEWS: _("No news in the period"),
    Lack.STEPS_LEFT: _("Called delivered, with milestones not reached"),
    Lack.NO_OWNER: _("Nobody answers for it"),
    Lack.NO_DATE: _("No due date"),
    Lack.DELIVERED_EARLIER: _("Called delivered before its oldest evidence"),
}
MEND = {
    Lack.NO_EVIDENCE: _("Its department gives evidence, or changes the status."),
    Lack.UNEXPLAINED: _("Its department says what happened, or moves the date and says why."),
    Lack.NO_NEWS: _("Its department says where it stands, even if nothing changed."),
    Lack.STEPS_LEFT: _("Its department says when they were reached, or that it is delivered in part."),
    Lack.NO_OWNER: _("A reviewer of the plan names an owner."),
    Lack.NO_DATE: _("Its department gives a date. Nobody can say whether it is late without one."),
    Lack.DELIVERED_EARLIER: _("Its department checks the day, or adds what showed it then."),
}

# By the values of store.link_checks.Answer: what readers get does not know the store.
ANSWER = {
    "well": _("answers"),
    "guarded": _("keeps machines out; open it yourself"),
    "gone": _("the page is gone"),
    "broken": _("the site answers with an error"),
    "silent": _("the site does not answer"),
    "no-host": _("there is no such site"),
    "not-trusted": _("its certificate can't be trusted"),
    "astray": _("it sends readers in circles"),
    "not-public": _("not an address of the public web; it was not asked"),
}

# By the values of store.background_jobs.State, and for work under way by what it is at.
JOB_STATE = {
    "waiting": _("Waiting for its turn."),
    "running": _("Under way."),
    "done": _("Done."),
    "failed": _("It failed."),
}
JOB_STEP = {
    "computing": _("Reading the register and counting."),
    "laying-out": _("Setting the pages. Long plans take a minute or two."),
    "sealing": _("Making the files of every language, then sealing them. This takes some minutes."),
    "asking": _("Asking each address whether it still answers."),
}
