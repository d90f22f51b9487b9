"""Vietnamese typing (Telex and VNI) for consoles that have no input method.

No key history is kept: every key is decided from the letters of the word left of the cursor, so
Backspace, an edit in mid-word and a paste need nothing. The price: what follows the cursor is not
seen, and a letter that is also a mark key is typed twice ("Torr" → "Tor").
"""

import re
import unicodedata
from typing import Literal, NamedTuple

Method = Literal["telex", "vni"]

_Rows = tuple[tuple[str, str], ...]


class _Keys(NamedTuple):
    tones: dict[str, str]
    shapes: dict[str, _Rows]
    stroke: str


class _Syllable(NamedTuple):
    """Letters in their own case and without the tone; `head` is what stands before a syllable."""

    head: str
    onset: str
    nucleus: str
    coda: str
    tone: str


def _rows(text: str) -> _Rows:
    pairs = (row.split(":") for row in text.split())
    return tuple((old, new) for old, new in pairs)


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What a mark key makes of a group of vowels: the first row that gives a possible group wins.
_CIRCUMFLEX_A, _CIRCUMFLEX_E = _rows("a:â ă:â"), _rows("e:ê")
_CIRCUMFLEX_O = _rows("ươ:uô uơ:uô ưo:uô o:ô ơ:ô")
_HORN = _rows("ưo:ươ uo:uơ uô:uơ u:ư o:ơ ô:ơ")
_BREVE = _rows("a:ă â:ă")
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_TONE_ORDER = (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT, "")

_KEYS: dict[Method, _Keys] = {
    "telex": _Keys(
        tones=dict(zip("sfrxjz", _TONE_ORDER, strict=True)),
        shapes={"a": _CIRCUMFLEX_A, "e": _CIRCUMFLEX_E, "o": _CIRCUMFLEX_O, "w": _HORN + _BREVE},
        stroke="d",
    ),
    "vni": _Keys(
        tones=dict(zip("123450", _TONE_ORDER, strict=True)),
        shapes={"6": _CIRCUMFLEX_A + _CIRCUMFLEX_E + _CIRCUMFLEX_O, "7": _HORN, "8": _BREVE},
        stroke="9",
    ),
}

_ONSETS = _listed("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x y")
# Names of the minorities, as the lists of communes and peoples in data/reference spell them.
_CLUSTERS = _listed("""
    bd bh bk bkr bl bn br chr cl dj djr dl dr dz gl gr hb hd hdr hl hm hn hr ht hđ hđr j jl jr kb kd
    kđ khl khm kl km kmr kn kp kr ks kt ktl md mdh mdr mđ mđh mđr ml mn mr nd phl pl pn pr px rb rc
    rm rs rt rv sl sm sr st xr xt z đg đh đr
""")
# Vowel groups, among them those a word only passes through ("uye" on the way to "uyê").
_NUCLEI = _listed("""
    a ă â e ê i o ô ơ u ư y ai ao au ay ăi âu ây eo êu eu ia iă iâ ie iê io iơ iu oa oă oe oi oo ôi
    ơi ua uă uâ ue uê ui uo uô uơ uu uy ưa ưi ưo ươ ưu ya yă ye yê yu iâu ieu iêu oai oao oay oăi
    oeo uay uây uoi uôi uou uya uye uyê uyu ươi ươu
""")
_VOWELS = "aăâeêioôơuưy"
_PLAIN = dict(zip("ăâêôơư", "aaeoou", strict=True))
_TONELESS_CODAS = frozenset("lr")
_STOPPED_CODAS = _listed("c ch k p t")
_LONGEST_WORD = 16
_LETTER_APOSTROPHE = "\u02bc"  # Python counts it among the letters.

# Behind a vowel or its mark only: the tilde of ñ is no tone.
_TONES = re.compile(f"(?<=[aeiouyAEIOUY\u0302\u0306\u031b])[{_ACUTE}{_GRAVE}{_HOOK}{_TILDE}{_DOT}]")
_SYLLABLE = re.compile(
    rf"(.*?)((?:gi|qu|y)(?=[{_VOWELS}])|[^{_VOWELS}]*)([{_VOWELS}]*)"
    r"(ch|ng|nh|[chklmnprt]|)"
)


def typed(left: str, key: str, method: Method) -> str:
    """The NFC text left of the cursor after `key`, one printable character, was typed there.

    Only the letters that end `left` are read and only they can change. A mark or tone key counts
    anywhere after its vowel, the tone moves to its place (old style: hòa, thúy, quý), the same
    key again undoes it: as + s → "as". What is no Vietnamese syllable takes the key as it is: two
    groups of vowels ("github"), an onset that cannot be ("Facebook"), no vowel (VNI "B2", "5").
    "A1" has a vowel and becomes "Á" in VNI; "A11" gives "A1".
    """
    start = len(left)
    while start and left[start - 1].isalpha() and left[start - 1] != _LETTER_APOSTROPHE:
        start -= 1
    word = left[start:]
    syllable = _split(word)
    marked = _marked(syllable, key, _KEYS[method]) if syllable else None
    return unicodedata.normalize("NFC", left[:start] + (marked or _appended(word, key)))


def is_syllable(word: str) -> bool:
    """Whether NFC `word` is spelled as a Vietnamese syllable is: "Nguyễn", not "Ngyuễn"."""
    found = _split(word)
    if found is None or found.head or not found.nucleus:
        return False
    stopped = found.coda.lower() in _STOPPED_CODAS and found.tone in ("", _GRAVE, _HOOK, _TILDE)
    return found.onset.lower() in {*_ONSETS, ""} and not stopped


def _split(word: str) -> _Syllable | None:
    """The syllable that `word` is or ends with, in its settled spelling; None: leave it alone."""
    apart = unicodedata.normalize("NFD", word)
    tones = _TONES.findall(apart)
    bare = unicodedata.normalize("NFC", _TONES.sub("", apart))
    low = bare.lower()
    match = _SYLLABLE.fullmatch(low) if len(bare) == len(low) <= _LONGEST_WORD else None
    if match is None or len(tones) > 1:
        return None
    head, onset, nucleus, coda = (bare[slice(*match.span(group))] for group in range(1, 5))
    nucleus = _cased(_settled(nucleus.lower(), coda), nucleus)
    syllable = _Syllable(head, onset, nucleus, coda, "".join(tones))
    return syllable if _is_possible(syllable) else None


def _is_possible(syllable: _Syllable) -> bool:
    onset, nucleus = syllable.onset.lower(), syllable.nucleus.lower()
    # A mark already in the word tells a name (Ênuôl, Đakrông) from English with two syllables.
    if syllable.head and (syllable.head.isascii() or syllable.tone or not onset):
        return False
    known = not onset or onset in _ONSETS or onset in _CLUSTERS
    return known and (nucleus in _NUCLEI or not nucleus + syllable.coda)


def _settled(nucleus: str, coda: str) -> str:
    """Horns as they stand once more letters follow: thuở but thương, mưa but Kuăng.

    Where the rest of the word is right of the cursor ("thuo|ng") the horn key twice gives "thươ".
    """
    if nucleus[:2] in ("uơ", "ưo") and (nucleus[2:] or coda):
        return "ươ" + nucleus[2:]
    return "uă" if nucleus == "ưa" and coda else nucleus


def _marked(syllable: _Syllable, key: str, keys: _Keys) -> str | None:
    """The word after a key that works as a mark; None where it is an ordinary character."""
    low = key.lower()
    if low in keys.tones:
        return _toned(syllable, key, keys.tones[low])
    if low in keys.shapes:
        return _shaped(syllable, key, keys.shapes[low]) or _lone_horn(syllable, key)
    return _stroked(syllable, key) if low == keys.stroke else None


def _toned(syllable: _Syllable, key: str, tone: str) -> str | None:
    coda = syllable.coda.lower()
    if not syllable.nucleus or syllable.head or coda in _TONELESS_CODAS:
        return None
    # Đak + r on the way to Đakrông: no syllable that ends in a stop has these tones.
    if coda in _STOPPED_CODAS and tone in (_GRAVE, _HOOK, _TILDE):
        return None
    # Ksor, Kbuôr, Glar: after such an onset a final r is far commoner than the tone.
    if key in "rR" and not coda and syllable.onset.lower() in _CLUSTERS:
        return None
    if tone != syllable.tone:
        return _spelled(syllable._replace(tone=tone))
    return _spelled(syllable._replace(tone="")) + key if tone else None


def _shaped(syllable: _Syllable, key: str, rows: _Rows) -> str | None:
    nucleus = syllable.nucleus.lower()
    for old, new in rows:
        shaped = _settled(nucleus.replace(old, new, 1), syllable.coda)
        if shaped != nucleus and shaped in _NUCLEI:
            return _spelled(_with_nucleus(syllable, shaped))
    made = {letter for _, new in rows for letter in new}
    plain = "".join(_PLAIN.get(letter, letter) if letter in made else letter for letter in nucleus)
    return _spelled(_with_nucleus(syllable, plain)) + key if plain != nucleus else None


def _lone_horn(syllable: _Syllable, key: str) -> str | None:
    """Telex "tw" → "tư". At the start of a word w stays: it begins names (Wang) and "windows"."""
    if key not in "wW" or syllable.nucleus or syllable.onset.lower() not in _ONSETS:
        return None
    return syllable.head + syllable.onset + ("Ư" if key == "W" else "ư")


def _stroked(syllable: _Syllable, key: str) -> str | None:
    onset = syllable.onset
    if "d" in onset.lower():
        return _spelled(syllable._replace(onset=onset.replace("d", "đ").replace("D", "Đ")))
    plain = onset.replace("đ", "d").replace("Đ", "D")
    return _spelled(syllable._replace(onset=plain)) + key if plain != onset else None


def _appended(word: str, key: str) -> str:
    """A letter may move the tone (hòa + n → hoàn); anything else, or no syllable, is just added."""
    syllable = _split(word + key) if key.isalpha() else None
    return _spelled(syllable) if syllable else word + key


def _spelled(syllable: _Syllable) -> str:
    nucleus = syllable.nucleus
    seat = _seat(nucleus.lower(), syllable.coda) + 1
    toned = nucleus[:seat] + syllable.tone + nucleus[seat:]
    return syllable.head + syllable.onset + toned + syllable.coda


def _seat(nucleus: str, coda: str) -> int:
    """Which vowel carries the tone: the marked one, before a coda the last, else old style."""
    marked = [at for at, vowel in enumerate(nucleus) if vowel in _PLAIN]
    if marked:
        return marked[-1]
    return len(nucleus) - 1 if coda else int(len(nucleus) == 3)


def _with_nucleus(syllable: _Syllable, nucleus: str) -> _Syllable:
    return syllable._replace(nucleus=_cased(nucleus, syllable.nucleus))


def _cased(letters: str, like: str) -> str:
    """`letters` in the case of the equally many letters of `like`."""
    pairs = zip(letters, like, strict=True)
    return "".join(letter.upper() if old.isupper() else letter for letter, old in pairs)
