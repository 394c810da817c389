#!/usr/bin/python3
"""What assistive technology sees of an application: print it, wait for it, act on it.

Waiting happens in here and not in a shell loop: a walk takes milliseconds, a start of Python does not.
"""
import argparse
import re
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

SHOWN_STATES = ("active", "checked", "editable", "expanded", "focusable", "focused", "pressed",
                "selected", "sensitive")
NAMED_ROLES = {"push button", "toggle button", "check box", "radio button", "menu item", "link",
               "combo box", "switch", "text", "entry", "spin button", "slider", "page tab", "list item"}
NO_NAMES = re.compile(r"|Gtk\w+|Adw\w+|Lw\w+")


def find_application(pid):
    desktop = Atspi.get_desktop(0)
    for i in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(i)
        if application is not None and application.get_process_id() == pid:
            return application
    return None


def walk(node, depth=0):
    """Yields every object with its depth; what vanishes meanwhile is left out."""
    yield node, depth
    for i in range(node.get_child_count()):
        try:
            child = node.get_child_at_index(i)
            if child is not None:
                yield from walk(child, depth + 1)
        except GLib.Error:
            continue


def extents(node):
    component = node.get_component_iface()
    if component is None:
        return None
    box = component.get_extents(Atspi.CoordType.WINDOW)
    return (box.x, box.y, box.width, box.height)


def value_of(node):
    """The text of an entry, or the number of a slider."""
    if node.get_text_iface() is not None and node.get_role_name() in ("text", "entry", "spin button"):
        return Atspi.Text.get_text(node, 0, -1)
    if node.get_value_iface() is not None:
        return "%g" % Atspi.Value.get_current_value(node)
    return None


def describe(node):
    words = ["[%s]" % node.get_role_name(), repr(node.get_name() or "")]
    if node.get_description():
        words.append("description=%r" % node.get_description())
    try:
        value = value_of(node)
        if value is not None:
            words.append("value=%r" % value)
    except GLib.Error:
        pass
    box = extents(node)
    if box is not None:
        words.append("at=%d,%d,%d,%d" % box)
    states = [s.value_nick for s in node.get_state_set().get_states()]
    states = [s for s in SHOWN_STATES if s in states]
    if states:
        words.append("states=" + ",".join(states))
    actions = [node.get_action_name(i) for i in range(node.get_n_actions())] if node.get_action_iface() else []
    if actions:
        words.append("actions=" + ",".join(actions))
    return " ".join(words)


def lines(application, role=None):
    for node, depth in walk(application):
        try:
            if role is None or node.get_role_name() == role:
                yield node, depth, describe(node)
        except GLib.Error:
            continue


def role_of(pattern):
    """The one role that whatever matches has, where the pattern says so.

    Each word of a description is asked for over the bus, so that not describing what cannot match
    is most of the time.
    """
    found = None if "|" in pattern else re.match(r"\^\\\[([a-z ]+)\\\]", pattern)
    return found and found[1]


def has_name(node):
    return node is not None and node.get_role_name() in NAMED_ROLES \
        and not NO_NAMES.fullmatch(node.get_name() or "")


def unnamed(application):
    """Objects that a user can act on, without a name to call them by."""
    for node, _, line in lines(application):
        if node.get_role_name() not in NAMED_ROLES or has_name(node):
            continue
        # Composites are two objects, of which one speaks: the button in a combo box has the
        # focus and the name of the box, a menu button leaves both to the toggle in it.
        parent = node.get_parent()
        if has_name(parent) and parent.get_role_name() != "list":
            continue
        # libadwaita's own, which no application can reach.
        if parent is not None and parent.get_name() == "AdwToastWidget":
            continue
        # The search of a preferences window, which is there also where it is switched off.
        if node.get_name() == "GtkSearchEntry" and extents(node)[2:] == (0, 0):
            continue
        if "focusable" not in line and any(has_name(child) for child, depth in walk(node) if depth == 1):
            continue
        yield line


def until(end, question):
    """The first answer that is not None before the clock shows @end; asks at least once."""
    while True:
        try:
            answer = question()
        except GLib.Error:
            answer = None
        if answer is not None or time.monotonic() >= end:
            return answer
        time.sleep(0.05)


def act(node, name):
    for i in range(node.get_n_actions() if node.get_action_iface() else 0):
        if name in ("any", node.get_action_name(i)):
            return Atspi.Action.do_action(node, i)
    return False


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pid", type=int, required=True)
    parser.add_argument("--timeout", type=float, default=10)
    parser.add_argument("--match", metavar="PATTERN", help="wait until a line matches, and print it")
    parser.add_argument("--gone", metavar="PATTERN", help="wait until no line matches")
    parser.add_argument("--role", help="with --named: the object to use")
    parser.add_argument("--named", metavar="PATTERN")
    parser.add_argument("--place", action="store_true", help="print x, y, width and height of it")
    parser.add_argument("--action", metavar="NAME", help="do that action of it, or 'any'")
    parser.add_argument("--check-names", action="store_true")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    end = time.monotonic() + arguments.timeout
    Atspi.init()

    application = until(max(end, time.monotonic() + 5), lambda: find_application(arguments.pid))
    if application is None:
        sys.exit("no accessible application with process id %d" % arguments.pid)

    def first_match():
        return next((line for _, _, line in lines(application, role_of(arguments.match))
                     if re.search(arguments.match, line)), None)

    def none_left():
        return True if not any(re.search(arguments.gone, line) for _, _, line in
                               lines(application, role_of(arguments.gone))) else None

    def wanted():
        """What can be seen, before what is folded away."""
        found = [node for node, _ in walk(application)
                 if node.get_role_name() == arguments.role and re.search(arguments.named, node.get_name() or "")]
        return next((node for node in found if min(extents(node)[2:]) > 0), found[0] if found else None)

    if arguments.match:
        line = until(end, first_match)
        print(line or "")
        return line is None
    if arguments.gone:
        return until(end, none_left) is None
    if arguments.named:
        node = until(end, wanted)
        if node is None:
            return True
        if arguments.action:
            return not act(node, arguments.action)
        print("%d %d %d %d" % extents(node))
        return False
    if arguments.check_names:
        bad = list(unnamed(application))
        print("\n".join(bad), file=sys.stderr)
        return bool(bad)

    for _, depth, line in lines(application):
        print("  " * depth + line)
    return False


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
