#!/usr/bin/python3
"""A small window that files are dragged from, all of them at once: drag_source.py PATH...

Its title is "drag source".  Says what became of the drag, "taken" or "refused", and ends.
"""
import sys

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GLib, Gtk  # noqa: E402


def main():
    loop = GLib.MainLoop()
    fate = ["taken"]
    files = Gdk.FileList.new_from_list([Gio.File.new_for_path(path) for path in sys.argv[1:]])
    source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
    window = Gtk.Window(title="drag source", child=Gtk.Label(label="drag"), default_width=160, default_height=80)

    def cancelled(_source, _drag, _reason):
        fate[0] = "refused"
        return True

    source.connect("prepare", lambda *_: Gdk.ContentProvider.new_for_value(files))
    source.connect("drag-cancel", cancelled)
    source.connect("drag-end", lambda *_: loop.quit())
    window.add_controller(source)
    window.present()
    loop.run()
    print(fate[0])


main()
