#!/usr/bin/python3
"""touch_storm.py SEED N WIDTH HEIGHT: N random things that fingers and a pen do, as lines for touch_input.py.

Taps, long presses, drags, pinches and three fingers at once, which come and go in any order.
"""
import random
import sys


def place(pick, width, height):
    return pick.randrange(16, width - 16), pick.randrange(60, height - 16)


def tap(pick, width, height):
    x, y = place(pick, width, height)
    rest = pick.choice(["", "", "", " rest 600"])
    return " ".join([f"down 0 {x} {y}{rest} up 0"] * pick.choice([1, 1, 2, 3]))


def fingers(pick, width, height):
    words = []
    down = []
    for _ in range(pick.randint(3, 10)):
        if len(down) < 3 and (not down or pick.random() < 0.5):
            finger = min({0, 1, 2} - set(down))
            down.append(finger)
            words.append("down {} {} {}".format(finger, *place(pick, width, height)))
        elif pick.random() < 0.7:
            words.append("glide " + " ".join("{} {} {}".format(finger, *place(pick, width, height)) for finger in down))
        else:
            words.append(f"up {down.pop(pick.randrange(len(down)))}")
    return " ".join(words + [f"up {finger}" for finger in down])


def drag(pick, width, height):
    x, y = place(pick, width, height)
    return "down 0 {} {} glide 0 {} {} up 0".format(x, y, *place(pick, width, height))


def pen(pick, width, height):
    name = pick.choice(["pen", "pen", "eraser"])
    words = "{0} at {1} {2} {0} press {0} at {3} {4} {0} release".format(name, *place(pick, width, height), *place(pick, width, height))
    return words + pick.choice(["", f" {name} leave"])


def main():
    pick = random.Random(sys.argv[1])
    n, width, height = (int(argument) for argument in sys.argv[2:5])

    for _ in range(n):
        print(pick.choices([tap, fingers, drag, pen], [4, 4, 3, 2])[0](pick, width, height))


main()
