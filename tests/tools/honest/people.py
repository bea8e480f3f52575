"""People who do not exist, in the proportions of those who do: surnames, given names, numbers.

Identity numbers are of region 99, mobiles of prefix 154, accounts of BIN 629999. Same people for the same seed.
"""

import os
import random
import sys
import tomllib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from bench_site.corpus import identity  # noqa: E402

with open(f"{HERE}/words.toml", "rb") as source:
    WORDS = {key: value.split() if isinstance(value, str) else value for key, value in tomllib.load(source).items()}

_PAIRS = WORDS["surnames"]
SURNAMES, WEIGHTS = _PAIRS[::2], [int(weight) for weight in _PAIRS[1::2]]
GIVEN = "".join(WORDS["given"])
MIDDLE_DOT = ["阿米娜·艾山", "古丽娜·艾力", "买买提·吾守尔", "艾力·托合提", "扎西·次仁"]


class People:
    """Whoever is needed in one workspace. `words` is the share of heads whose name is an ordinary word."""

    def __init__(self, seed, words=0.0):
        self.dice = random.Random(seed)
        self.words = words
        self.numbers, self.names = set(), set()

    def name(self, surname=None):
        name = self.new_name(surname)
        self.names.add(name)
        return name

    def new_name(self, surname):
        dice = self.dice
        if surname is None:
            if dice.random() < self.words:
                return dice.choice(WORDS["word_names"])
            if dice.random() < 0.003:
                return dice.choice(MIDDLE_DOT)
            surname = dice.choices(SURNAMES, WEIGHTS)[0]
        while True:
            first = dice.choice(GIVEN)
            given = first + ("" if dice.random() < 0.13 else dice.choice(GIVEN))
            # 王社长 is how somebody is called, nobody's name.
            if given not in ("社长", "书记", "会计"):
                return surname + given

    def born(self, year, youngest=22, oldest=88):
        return f"{year - self.dice.randint(youngest + 1, oldest)}{self.dice.randint(1, 12):02}{self.dice.randint(1, 28):02}"

    def identity(self, village, born):
        while True:
            number = identity(f"9902{village % 100:02}{born}{self.dice.randint(10, 999):03}")
            if number not in self.numbers and not number.endswith("000"):
                self.numbers.add(number)
                return number

    def mobile(self):
        return f"154{self.dice.randint(0, 99999999):08}"

    def landline(self):
        return f"{self.dice.choice(['0990-', '(0990)', ''])}{self.dice.randint(2000000, 8999999)}"

    def account(self):
        return f"629999{self.dice.randint(0, 10 ** 13 - 1):013}"


def surname(name):
    """The surname; names with a middle dot pass none on."""
    if "·" in name:
        return None
    return name[:2] if name[:2] in SURNAMES else name[0]


def mask(name):
    """What the packs leave of a name: the surname and, from three characters on, the last one."""
    first = surname(name) or name[0]
    return first + (name[-1] if len(name) > len(first) + 1 else "")
