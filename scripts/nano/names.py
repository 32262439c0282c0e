"""Names and values made of syllables. A tenth of all invented words is held out: training never sees them."""
from __future__ import annotations

import zlib
from random import Random

ONSETS = "b br c ch cl d dr f fl g gr h j k kl l m n p pr qu r s sh st t th tr v w y z".split()
VOWELS = "a e i o u ai ea ei ia oa ou".split()
CODAS = ["", "", "", "l", "m", "n", "nd", "r", "rn", "s", "sk", "t", "th", "ck", "ff", "x"]
COLOURS = "amber azure black bronze copper crimson green grey indigo ivory orange purple red silver teal violet white yellow".split()
NOUNS = ("anchor apple arrow badger basket beacon bell bridge candle canyon castle cedar comet copper coral crane daisy desert dragon "
         "eagle ember falcon fern forest garden glacier hammer harbour hawk hazel heron island ivory jasmine kestrel kettle ladder lantern "
         "lemon lion lotus maple marble meadow mirror needle oak ocean olive otter owl pearl pepper pine planet quartz rabbit raven ribbon "
         "river robin saddle salmon sparrow spruce summit thistle thunder tiger tulip tunnel valley velvet violin walnut whale willow winter "
         "wolf yarrow zephyr").split()
MONTHS = "January February March April May June July August September October November December".split()
HEX = "0123456789abcdef"


class Names:
    """Draws names and values; `held_out` ones are made of words that training never draws."""

    def __init__(self, random: Random, held_out: bool) -> None:
        self.random, self.held_out = random, held_out

    def word(self, syllables: tuple[int, int] = (2, 3)) -> str:
        while True:
            r = self.random
            parts = [r.choice(ONSETS) + r.choice(VOWELS) + r.choice(CODAS) for _ in range(r.randint(*syllables))]
            word = "".join(parts)
            if (zlib.crc32(word.encode()) % 10 == 0) == self.held_out:
                return word

    def name(self) -> str:
        return self.word().capitalize()

    def person(self) -> str:
        return f"{self.name()} {self.name()}"

    def place(self) -> str:
        return self.random.choice(["{}", "{}", "{}", "Port {}", "Upper {}", "{} Bay", "North {}", "{}ford", "Saint {}"]).format(self.name())

    def digits(self, least: int, most: int) -> str:
        n = self.random.randint(least, most)
        return str(self.random.randint(10 ** (n - 1), 10 ** n - 1))

    def hex(self, n: int) -> str:
        return "".join(self.random.choices(HEX, k=n))

    def uuid(self) -> str:
        return "-".join(self.hex(n) for n in (8, 4, 4, 4, 12))

    def code(self) -> str:
        r = self.random
        form = r.randrange(7)
        word = r.choice([self.word().upper, r.choice(NOUNS).upper])
        if form == 0:
            return f"{self.digits(4, 4)}-{word()}-{self.digits(2, 2)}"
        if form == 1:
            return f"{word()}-{self.digits(2, 4)}"
        if form == 2:
            return self.digits(4, 8)
        if form == 3:
            return "-".join("".join(r.choices("ABCDEFGHJKLMNPQRSTUVWXYZ", k=2)) + self.digits(2, 2) for _ in range(2))
        if form == 4:
            return self.hex(8)
        if form == 5:
            return f"{r.choice(COLOURS)}-{r.choice(NOUNS)}-{self.digits(1, 3)}"
        return f"{self.word()}{self.digits(2, 3)}"

    def date(self) -> str:
        r = self.random
        day, month, year = r.randint(1, 28), r.randint(1, 12), r.randint(1880, 2030)
        return r.choice([f"{day} {MONTHS[month - 1]} {year}", f"{MONTHS[month - 1]} {day}, {year}", f"{year}-{month:02}-{day:02}"])

    def clock(self) -> str:
        return f"{self.random.randint(0, 23):02}:{self.random.randint(0, 59):02}"

    def amount(self) -> str:
        r = self.random
        number = r.choice([self.digits(2, 4), f"{r.randint(1, 999)},{r.randint(0, 999):03}", f"{r.randint(1, 99)}.{r.randint(1, 9)}"])
        return f"{number} {r.choice('metres kilograms litres tonnes miles hectares volts percent seconds boxes'.split())}"

    def money(self) -> str:
        return self.random.choice(["${}", "£{}", "{} euros", "{} crowns"]).format(f"{self.random.randint(1, 999)},{self.random.randint(0, 999):03}")

    def phone(self) -> str:
        return f"{self.digits(3, 4)}-{self.digits(3, 3)}-{self.digits(4, 4)}"

    def email(self) -> str:
        return f"{self.word()}.{self.word()}@{self.word()}.{self.random.choice(['org', 'example', 'net', 'com'])}"

    def path(self) -> str:
        return "/".join([self.random.choice(["", "src", "/var", "/etc", "docs"]), self.word(), self.word()]) + self.random.choice([".txt", ".yaml", ".log", "", ".json"])

    def version(self) -> str:
        return ".".join(self.digits(1, 2) for _ in range(3))

    def colour(self) -> str:
        return self.random.choice(COLOURS)

    def two_words(self) -> str:
        return f"{self.random.choice(NOUNS)} {self.random.choice(NOUNS)}"

    def key(self) -> str:
        """The key of a pair: an identifier in one of the usual forms."""
        r = self.random
        a, b = self.word(), r.choice(NOUNS)
        return r.choice([f"{a}_{b}", f"{b}-{a}", f"{a}.{b}", f"{b}{a.capitalize()}", f"{a}-{self.digits(1, 4)}", f"{b.upper()}_{a.upper()}", f"{a} {b}", a])

    def value(self) -> str:
        r = self.random
        return r.choice([self.code, self.code, self.word, self.person, self.path, self.version, self.email, self.date, self.amount,
                         lambda: self.digits(1, 7), self.two_words, self.clock, lambda: self.hex(12)])()
