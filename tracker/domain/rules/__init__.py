"""The rules of the house: what may be recorded, and what to do when something may not.

``broken_in_action`` and ``broken_in_plan`` read a whole story, in the order of the facts, after new entries
were added to it: a fact recorded late must fit where it happened. They yield every broken rule, so that a
form or a folder can show all of them at once. ``SAYINGS`` holds each rule's sentence: what is wrong and what
would satisfy it (English messages; the catalogues hold the others).
"""

from tracker.domain.rules.action import broken_in_action
from tracker.domain.rules.plan import broken_in_plan
from tracker.domain.rules.sayings import SAYINGS, Broken
from tracker.domain.rules.shared import REF, SLUG

__all__ = ["REF", "SAYINGS", "SLUG", "Broken", "broken_in_action", "broken_in_plan"]
