#!/usr/bin/python3
"""Pointer and keys on a headless mutter: wayland_input.py at 100 100 press at 200 150 release key 0x64

Places are pixels of the screen, keys are X keysyms.
"""
import sys
import time

from gi.repository import Gio, GLib

NAME = "org.gnome.Mutter.RemoteDesktop"
LEFT_BUTTON = 0x110
# A compositor that is given everything in one turn sees no motion between press and release.
PAUSE_S = 0.03

bus = Gio.bus_get_sync(Gio.BusType.SESSION)


def call(path, interface, method, arguments=None):
    return bus.call_sync(NAME, path, interface, method, arguments, None, 0, 5000, None)


def main():
    session = call("/org/gnome/Mutter/RemoteDesktop", NAME, "CreateSession").unpack()[0]

    def do(method, signature=None, *values):
        call(session, NAME + ".Session", method, GLib.Variant(signature, values) if signature else None)
        time.sleep(PAUSE_S)

    do("Start")
    time.sleep(0.3)

    # Where the pointer is nobody says: it is pushed into the corner and counted from there.
    place = [0, 0]
    for _ in range(4):
        do("NotifyPointerMotionRelative", "(dd)", -2000.0, -2000.0)

    def tap(sym):
        for is_down in (True, False):
            do("NotifyKeyboardKeysym", "(ub)", sym, is_down)

    # The first key tells the window only that there is a keyboard now: it is Shift, alone.
    tap(0xFFE1)
    time.sleep(0.3)

    words = sys.argv[1:]
    while words:
        word = words.pop(0)
        if word == "at":
            x, y = int(words.pop(0)), int(words.pop(0))
            for _ in range(2):
                dx, dy = (x - place[0]) / 2, (y - place[1]) / 2
                do("NotifyPointerMotionRelative", "(dd)", dx, dy)
            place = [x, y]
        elif word in ("press", "release"):
            do("NotifyPointerButton", "(ib)", LEFT_BUTTON, word == "press")
        elif word == "key":
            tap(int(words.pop(0), 0))
        else:
            sys.exit("unknown: " + word)

    time.sleep(0.2)
    do("Stop")


if __name__ == "__main__":
    main()
