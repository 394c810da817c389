#!/usr/bin/python3
"""Fingers and pens on an Xorg with the input driver "inputtest": touch_input.py FOLDER

Does what the lines of its standard input say, and answers each, when it has been done, with how many
events there have been:

    down N X Y            finger N touches
    glide N X Y [N X Y]   fingers go there together, in steps
    up N                  finger N is lifted
    pen|eraser at X Y     hovers there, or draws
    pen|eraser press|release [BUTTON]
    pen|eraser leave
    rest MS               nothing happens for as long

A line may hold several of these.  FOLDER holds the sockets of the devices, by their names.
Places are pixels of the screen.
"""
import os
import socket
import struct
import sys
import time

# The protocol is /usr/include/xorg/xf86-input-inputtest-protocol.h of xserver-xorg-dev.
VERSION, SYNC, MOTION, PROXIMITY, BUTTON, KEY, TOUCH = range(7)
TOUCH_BEGIN, TOUCH_UPDATE, TOUCH_END = 18, 19, 20
N_VALUATORS = 64
AXIS_MAX = 0xFFFF
PRESSURE_AXIS = 4
STEPS = 8
# As fast as screens report fingers; what comes in one frame is one motion.
STEP_S = 0.012

width, height = (int(number) for number in os.environ.get("UI_SCREEN", "1600x1000").split("x"))


class Device:
    """One device of the screen, which has done what it was told when a call returns."""

    n_told = 0

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.socket.settimeout(20)
        self.send(VERSION, struct.pack("<HH", 1, 1))
        self.socket.recv(64)

    def send(self, kind, body):
        self.socket.sendall(struct.pack("<II", 8 + len(body), kind) + body)

    def tell(self, kind, body):
        Device.n_told += 1
        self.send(kind, body)
        self.send(SYNC, b"")
        self.socket.recv(64)


def valuators(x=None, y=None, pressure=None):
    values = [0.0] * N_VALUATORS
    mask = 0
    for axis, value, most in (0, x, width), (1, y, height), (PRESSURE_AXIS, pressure, AXIS_MAX):
        if value is not None:
            values[axis] = value * AXIS_MAX / most
            mask |= 1 << axis
    return struct.pack(f"<I8s4x{2 * N_VALUATORS}d", 0, mask.to_bytes(8, "little"), *values, *values)


class Screen:
    """Fingers, each with a number and a place."""

    def __init__(self, folder):
        self.device = Device(os.path.join(folder, "finger"))
        self.places = {}

    def send(self, finger, kind):
        self.device.tell(TOUCH, struct.pack("<II", finger, kind) + valuators(*self.places[finger]))

    def down(self, finger, x, y):
        self.places[finger] = (x, y)
        self.send(finger, TOUCH_BEGIN)

    def glide(self, targets):
        begins = {finger: self.places[finger] for finger in targets}
        for step in range(1, STEPS + 1):
            for finger, target in targets.items():
                self.places[finger] = tuple(a + (b - a) * step / STEPS for a, b in zip(begins[finger], target))
                self.send(finger, TOUCH_UPDATE)
            time.sleep(STEP_S)

    def up(self, finger):
        self.send(finger, TOUCH_END)


class Pen:
    """A pen over a tablet, whose one end is a device."""

    def __init__(self, path):
        self.device = Device(path)
        self.place = None
        self.pressure = 0

    def at(self, x, y):
        if self.place is None:
            self.device.tell(PROXIMITY, struct.pack("<I4x", 1) + valuators(x, y, 0))
            self.place = (x, y)
        begin = self.place
        for step in range(1, STEPS + 1):
            self.place = tuple(a + (b - a) * step / STEPS for a, b in zip(begin, (x, y)))
            self.device.tell(MOTION, struct.pack("<I4x", 1) + valuators(*self.place, self.pressure))
            time.sleep(STEP_S)

    def press(self, button, is_press):
        self.pressure = 600 if is_press else 0
        self.device.tell(BUTTON, struct.pack("<iiI4x", 1, button, is_press) + valuators(*self.place, self.pressure))

    def leave(self):
        self.device.tell(PROXIMITY, struct.pack("<I4x", 0) + valuators())
        self.place = None


def take_numbers(words):
    numbers = []
    while words and words[0].lstrip("-").replace(".", "", 1).isdigit():
        numbers.append(float(words.pop(0)))
    return numbers


class Hand:
    def __init__(self, folder):
        self.screen = Screen(folder)
        self.pens = {name: Pen(os.path.join(folder, name)) for name in ("pen", "eraser")}

    def use_pen(self, pen, what, numbers):
        if what == "at":
            pen.at(*numbers)
        elif what == "leave":
            pen.leave()
        else:
            pen.press(int(numbers[0]) if numbers else 1, what == "press")

    def do(self, words):
        word = words.pop(0)
        if word in self.pens:
            what = words.pop(0)
            self.use_pen(self.pens[word], what, take_numbers(words))
            return
        numbers = take_numbers(words)
        if word == "down":
            self.screen.down(int(numbers[0]), *numbers[1:])
        elif word == "glide":
            self.screen.glide({int(n): (x, y) for n, x, y in zip(*[iter(numbers)] * 3)})
        elif word == "up":
            self.screen.up(int(numbers[0]))
        elif word == "rest":
            time.sleep(numbers[0] / 1000)
        else:
            sys.exit("unknown: " + word)


def main():
    # One connection for all: the driver does not take a second.
    hand = Hand(sys.argv[1])
    print(Device.n_told, flush=True)
    for line in sys.stdin:
        words = line.split()
        while words:
            hand.do(words)
        print(Device.n_told, flush=True)


main()
