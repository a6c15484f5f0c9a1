"""Texts that are hard to cut into byte pairs, and texts that are not: a generator for byte_pairs.py."""
import random
import sys
import unicodedata

SCALARS = [c for c in range(sys.maxunicode + 1) if not 0xD800 <= c <= 0xDFFF]
SPACES = [chr(c) for c in SCALARS if chr(c).isspace() or c in (0x85, 0x180E, 0x200B, 0x200D, 0x2060, 0xFEFF)]
SPACES += [chr(c) for c in range(0x20)]
WORDS = """the of and to a in that it is was I for on you he be with as by at have are this not but had his they
from she which or we an there her were one do been all their has would will what if can when so my out about who up them
some me into your could time than other then only its no more two first any like now these our people man way very after
also many""".split()
CODE = ["def", "return", "    ", "\t", "\n", "\n\n", "\n    ", "\n        ", "()", "(", ")", "{", "}", "[i]",
        " = ", " == ", "!=", "->", "self.", "x_1", "fooBar", "HTTPServer", "0x1F", "1e-5", "// ", "# ", "/* */",
        ";", ":", ",", "\"", "'", "\\n", "&&", "||", "...", "::", "<T>", "#include <stdio.h>\n", "if ", "else",
        "for (int i = 0; i < n; ++i)", "\r\n", "  \n", "@", "$"]
ENDINGS = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d", "'S", "'RE", "'r", "'l", "'", "''", "’s", "'é", " 's", "'s'",
           "'dx", "'lll"]
MARKS = ["<|endoftext|>", "<|endoftext|", "<|endoftext", "|endoftext|>", "<|", "<", "<|endoftext|><|endoftext|>",
         "<<|endoftext|>>", "___", "__", "____", "<a>", "<a><b>", "<a", "é", "e\u0301", "[MASK]"]
SCRIPTS = [(0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x370, 0x3FF), (0x400, 0x52F), (0x590, 0x5FF), (0x600, 0x6FF),
           (0x900, 0x97F), (0xE00, 0xE7F), (0x1100, 0x11FF), (0x300, 0x36F), (0x3040, 0x30FF), (0x4E00, 0x9FFF),
           (0xAC00, 0xD7A3), (0x1F300, 0x1FAFF), (0x10000, 0x10FFF), (0x1E900, 0x1E95F), (0x20000, 0x2A6DF),
           (0xE0000, 0xE01EF), (0xFE00, 0xFE0F), (0x2000, 0x206F)]
NUMBERS = [chr(c) for c in SCALARS if unicodedata.category(chr(c)).startswith("N")]


def joined(rng, pieces, size):
    """Pieces drawn at random, about `size` bytes of them."""
    parts, length = [], 0
    while length < size:
        chosen = rng.choices(pieces, k=10_000)
        parts += chosen
        length += len("".join(chosen).encode())
    return "".join(parts)


def all_of_unicode(rng, size):
    scalars = list(SCALARS)
    rng.shuffle(scalars)
    return "".join(map(chr, scalars))


def unicode_between_words(rng, size):
    glue = ["", "", "", " ", " ", "a", "1", "!", "\n", "  ", " a", "'s"]
    return joined(rng, [chr(c) + g for c in rng.choices(SCALARS, k=50_000) for g in rng.choices(glue, k=2)], size)


def scripts(rng, size):
    def word():
        low, high = rng.choice(SCRIPTS)
        return "".join(chr(rng.randint(low, high)) for _ in range(rng.randint(1, 12)))
    return joined(rng, [word() + rng.choice([" ", " ", ", ", "\n", "", "-"]) for _ in range(20_000)], size)


def english(rng, size):
    pieces = [" " + w for w in WORDS] * 3 + [" " + w.capitalize() for w in WORDS]
    pieces += [". ", ", ", "?\n", "\n\n", ";", " —", " “", "”"] + ENDINGS
    return joined(rng, pieces, size)


def numbers(rng, size):
    pieces = [str(rng.randint(0, 10 ** rng.randint(1, 18))) for _ in range(5000)] + rng.choices(NUMBERS, k=2000)
    return joined(rng, pieces + [" ", ".", ",", "-", "/", ":", "e", "%", "\n", " $", "½", "x"] * 300, size)


def white_space(rng, size):
    runs = [rng.choice(SPACES) * rng.randint(1, 6) for _ in range(5000)]
    runs += rng.choices([" ", "\n", "\t", "\u3000", "\u00a0"], k=5000)
    return joined(rng, runs + ["a", "B", "1", "!", "é", "的"] * 600, size)


def long_words(rng, size):
    parts, length = [], 0
    while length < size:
        run = rng.choice(["a", "ab", "=", "-", " ", "\n", "0", "ä", "的", "🙂", "abcdefgh", "\u0301"])
        run *= rng.choice([16, 63, 64, 65, 127, 128, 129, 300, 20_000])
        some = "etaoinshrdlu" if rng.random() < 0.5 else "zqxjkvbpéñ的я"
        letters = "".join(rng.choices(some, k=rng.choice([15, 16, 17, 128, 129, 500])))
        parts += [run, rng.choice([" ", ""]), letters, rng.choice([" ", "\n", "1"])]
        length += len((run + letters).encode())
    return "".join(parts)


def broken(rng, size):
    """What programs show of bytes in another encoding, or of pairs that were cut."""
    data = rng.randbytes(size // 6)
    text = "".join(rng.choices(WORDS, k=size // 24)) + "äöü的🙂"
    halves = text.encode("utf-16-le")
    return (data.decode("utf-8", "replace") + data.decode("latin-1") + data[:size // 20].decode("cp437")
            + halves[1:].decode("utf-16-le", "replace") + text.encode()[:-2].decode("utf-8", "replace"))


def code(rng, size):
    return joined(rng, CODE, size)


def marks(rng, size):
    return joined(rng, MARKS + [" ", "a", "\n", " the"], size)


KINDS = {
    "all of Unicode": all_of_unicode, "Unicode between words": unicode_between_words, "scripts": scripts,
    "English": english, "numbers": numbers, "white space": white_space, "long words": long_words, "broken": broken,
    "code": code, "marks": marks,
}


def texts(size, count, seed=1):
    """`count` texts of each kind, about `size` bytes each."""
    for number in range(count):
        for name, kind in KINDS.items():
            yield name, kind(random.Random(f"{seed} {number} {name}"), size)
