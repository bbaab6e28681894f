"""What every widget does with a message: read it, route it, and answer, whatever happens.

An exception in a message's handler would end in the kernel's log, unseen; here it is an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from workbench.errors import WorkbenchError
from workbench.graph.display import quoted
from workbench.views.messages import Message, Operations, id_of, read_message

__all__ = ["Answer", "Route", "answer"]

#: An answer as the page gets it: ``{op, id, rev, args}``.
Answer: TypeAlias = dict[str, Any]
#: Takes a message, gives the operation of the answer and its arguments.
Route: TypeAlias = Callable[[Message], tuple[str, dict[str, Any]]]

_LONGEST: Final = 400


def answer(
    content: object,
    *,
    operations: Operations,
    routes: Mapping[str, Route],
    rev: Callable[[], int],
    send: Callable[[Answer], None],
) -> None:
    """Answer a message, with a sentence where it is refused.

    Parameters
    ----------
    content
        The message as it came.
    operations
        What can be asked, with which arguments.
    routes
        Who answers what.
    rev
        Gives the revision once the message is dealt with.
    send
        Sends the answer to the page.

    Raises
    ------
    Exception
        Whatever a route raised that is no refusal; the page has been told of it.
    """

    def reply(op: str, args: dict[str, Any]) -> None:
        send({"op": op, "id": id_of(content), "rev": rev(), "args": args})

    try:
        message = read_message(content, operations=operations)
        op, args = routes[message.op](message)
    except WorkbenchError as refusal:
        reply("refused", {"text": quoted(str(refusal), most=_LONGEST)})
    except Exception as fault:
        reply(
            "refused", {"text": f"this went wrong in Python: {type(fault).__name__}; see its log"}
        )
        raise
    else:
        reply(op, args)
