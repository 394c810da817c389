#!/usr/bin/python3
"""storm.py SEED N WIDTH HEIGHT [KEY...]: N random events as lines for xdotool.

Drags, clicks with every button, the wheel, typed words and key combinations, of which those that
the window knows are the likeliest.  Left out is what ends the program or opens a file chooser.
"""
import random
import sys

KEYS = ('a d w r e f g h q s v b c i j k l m n o p t u x y z 1 2 3 4 5 6 7 8 9 0 plus minus comma period slash question '
        'space Return Escape Tab BackSpace Delete Left Right Up Down Page_Up Page_Down Home End Menu '
        'F1 F2 F3 F5 F6 F7 F8 F9 F10 F11 KP_1 KP_Add KP_Subtract bracketleft bracketright').split()
MODIFIERS = ['', '', '', '', 'ctrl+', 'shift+', 'ctrl+shift+', 'ctrl+alt+', 'alt+', 'alt+shift+']
# What opens something or changes much, which chance would find too seldom.
COMMANDS = ('ctrl+l ctrl+t ctrl+shift+t g b shift+v shift+F1 shift+F9 ctrl+k ctrl+g ctrl+h ctrl+b ctrl+d ctrl+e ctrl+shift+e '
            'ctrl+alt+e shift+f ctrl+f ctrl+shift+f ctrl+comma ctrl+shift+v ctrl+a Delete ctrl+z ctrl+shift+z F2 shift+o').split()
ENDS = {'ctrl+q', 'ctrl+w', 'ctrl+shift+q', 'ctrl+shift+w', 'alt+F4'}
# The inspector of GTK, which is another program's window in effect.
INSPECTS = {'ctrl+shift+d', 'ctrl+shift+i'}
CHOOSES_FILES = {'ctrl+o', 'ctrl+u', 'ctrl+i', 'ctrl+n'}


def drag(pick, width, height):
    # Not by the header bar nor by an edge, which would take the window out of the storm.
    x, y = pick.randrange(16, width - 16), pick.randrange(60, height - 16)
    button = pick.choice([1, 1, 1, 1, 2, 3])
    yield f'mousemove {x} {y}'
    yield f'mousedown {button}'
    for _ in range(pick.randint(1, 5)):
        x = min(max(x + pick.randint(-200, 200), 0), width - 1)
        y = min(max(y + pick.randint(-200, 200), 0), height - 1)
        yield f'mousemove {x} {y}'
        if pick.random() < 0.1:
            yield f'key --delay 0 {pick.choice(["Escape", "space", "Delete", "d", "ctrl+z"])}'
    yield f'mouseup {button}'


def click(pick, width, height):
    yield f'mousemove {pick.randrange(width)} {pick.randrange(height)}'
    yield f'click --delay 0 --repeat {pick.choice([1, 1, 1, 2, 3])} {pick.choice([1, 1, 1, 1, 3, 2, 8, 9])}'


def wheel(pick, width, height):
    yield f'mousemove {pick.randrange(width)} {pick.randrange(height)}'
    yield f'{pick.choice(["keydown ctrl", "keydown shift", "keyup ctrl"])}'
    yield f'click --delay 0 --repeat {pick.randint(1, 8)} {pick.choice([4, 5, 6, 7])}'
    yield 'keyup ctrl keyup shift'


def key(pick, _width, _height):
    combination = pick.choice(COMMANDS) if pick.random() < 0.25 else pick.choice(MODIFIERS) + pick.choice(KEYS)
    if combination not in ENDS | CHOOSES_FILES | INSPECTS:
        yield f'key --delay 0 {combination}'


def words(pick, _width, _height):
    yield 'type --delay 0 ' + ''.join(pick.choice('abcdefghijklmnopqrstuvwxyz0123456789') for _ in range(pick.randint(1, 6)))


def main():
    pick = random.Random(sys.argv[1])
    n, width, height = (int(argument) for argument in sys.argv[2:5])
    sent = 0

    # Out of what the gust before got stuck in.
    print(' '.join(['key --delay 20 Escape Escape Escape'] + sys.argv[5:]))

    while sent < n:
        kind = pick.choices([drag, click, wheel, key, words], [3, 3, 1, 6, 1])[0]
        for line in kind(pick, width, height):
            print(line)
            sent += 1

    # Nothing is held when a gust ends.
    print('mouseup 1 mouseup 2 mouseup 3 keyup ctrl keyup shift keyup alt')


main()
