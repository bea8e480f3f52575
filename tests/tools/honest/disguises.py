"""A value → the same value in a disguise, or None where the disguise changes nothing in it."""

import base64
import gzip
import re
from urllib.parse import quote

TRADITIONAL = dict(zip("庞卫东继业书国良晓长顺万年岁亲过旧与为照邻号桥头门尔马龙齐谢张陈刘赵黄吴孙罗郑韩冯许邓萧贾谭邹陆钱汤乔贺赖龚鄢阚邬蔺宁栾应兰启发华芳贵苏详东卞谌区农园村组旁榨油坊伯顾养嫁离异",
                       "龐衛東繼業書國良曉長順萬年歲親過舊與為照鄰號橋頭門爾馬龍齊謝張陳劉趙黃吳孫羅鄭韓馮許鄧蕭賈譚鄒陸錢湯喬賀賴龔鄢闞鄔藺寧欒應蘭啟發華芳貴蘇詳東卞諶區農園村組旁榨油坊伯顧養嫁離異"))
TRADITIONAL |= dict(zip("医员会词视听残毒结癌证详电话庄德海刑属队红灵", "醫員會詞視聽殘毒結癌證詳電話莊德海刑屬隊紅靈"))
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
ROMAN = str.maketrans("0123456789", "〇ⅠⅡⅢⅣⅤⅥⅦⅧⅨ")
# Stands for the marks of strong text until the asterisks of a mask are escaped.
STRONG = "\ue000"
UNITS = ["", "十", "百", "千"]


def _spoken(number):
    """48760 → 四万八千七百六十."""
    if number >= 10_000:
        rest = number % 10_000
        return _spoken(number // 10_000) + "万" + (("" if rest >= 1000 else "零") + _spoken(rest) if rest else "")
    out, zero = "", False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10 ** place % 10
        if digit:
            out += ("零" if zero and out else "") + "零一二三四五六七八九"[digit] + UNITS[place]
        zero = not digit
    return out[1:] if out.startswith("一十") else out


def _in_words(value):
    date = re.fullmatch(r"(\d{4})年(\d+)月(\d+)日(.*)", value)
    if date:
        return f"{date[1].translate(CHINESE)}年{_spoken(int(date[2]))}月{_spoken(int(date[3]))}日{date[4]}"
    if re.fullmatch(r"\d{4,6}元?", value):
        return _spoken(int(value.rstrip("元")))
    return value.translate(CHINESE)


def _full_width(value):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in value)


def _svg(value):
    spans = "".join(f"<tspan>{c}</tspan>" for c in value)
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>{spans}</text></svg>'


def _utf16(value, shape):
    return "".join(shape.format(ord(c)) for c in value)


def _punycode(value):
    return None if value.isascii() or len(value) > 12 else f"http://{value.encode('idna').decode()}.example/"


def _b64(data):
    return base64.b64encode(data).decode()


# Name → carrier, what it makes of a value.
DISGUISES = {
    "plain": ("md", lambda v: v),
    "spaces between": ("md", " ".join),
    "full width": ("md", _full_width),
    "zero-width spaces": ("md", "\u200b".join),
    "soft hyphens": ("md", "\u00ad".join),
    "hyphens between": ("md", "-".join),
    "dots between": ("md", "·".join),
    "asterisks between": ("md", r"\*".join),
    "broken by a line end": ("md", lambda v: v[:len(v) // 2] + "\n" + v[len(v) // 2:]),
    "emphasis inside": ("md", lambda v: f"{v[:1]}{STRONG}{v[1:]}{STRONG}"),
    "HTML entities": ("theme-text", lambda v: _utf16(v, "&#{};")),
    "HTML entities in a text": ("md", lambda v: _utf16(v, "&#x{:x};")),
    "tags between": ("theme-text", lambda v: "<i></i>".join(v)),
    "percent": ("md", lambda v: "".join(f"%{b:02X}" for b in v.encode())),
    "percent twice": ("md", lambda v: "".join(f"%25{b:02X}" for b in v.encode())),
    r"\u escapes": ("md", lambda v: _utf16(v, r"\\u{:04x}")),
    "base64": ("md", lambda v: _b64(v.encode())),
    "base64 of GBK": ("md", lambda v: None if v.isascii() else _b64(v.encode("gb18030"))),
    "base32": ("md", lambda v: base64.b32encode(v.encode()).decode()),
    "hex": ("md", lambda v: v.encode().hex()),
    "reversed": ("md", lambda v: v[::-1]),
    "traditional characters": ("md", lambda v: "".join(TRADITIONAL.get(c, c) for c in v)),
    "Chinese numerals": ("md", _in_words),
    "capital Chinese numerals": ("md", lambda v: v.translate(str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖"))),
    "Roman numerals": ("md", lambda v: v.translate(ROMAN)),
    "circled digits": ("md", lambda v: v.translate(str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨"))),
    "O and l for 0 and 1": ("md", lambda v: v.replace("0", "O").replace("1", "l")),
    "punycode": ("md", _punycode),
    r"JS \u escapes": ("theme-js", lambda v: f'"{_utf16(v, chr(92) + "u{:04x}")}"'),
    "JS octal": ("theme-js", lambda v: f'"{_utf16(v, chr(92) + "{:o}")}"' if v.isascii() else None),
    "JS fromCharCode": ("theme-js", lambda v: f"String.fromCharCode({','.join(str(ord(c)) for c in v)})"),
    "JS pieces": ("theme-js", lambda v: "+".join(f'"{c}"' for c in v)),
    "CSS escapes": ("theme-css", lambda v: _utf16(v, "\\{:x} ")),
    "gzip, base64": ("md", lambda v: _b64(gzip.compress(v.encode(), mtime=0))),
    "data: address": ("theme-text", lambda v: f'<img alt="" src="data:text/plain;base64,{_b64(v.encode())}">'),
    "data: address of an SVG": ("theme-text", lambda v: f'<img alt="" src="data:image/svg+xml;base64,{_b64(_svg(v).encode())}">'),
    "SVG, letter by letter": ("theme-svg", lambda v: "".join(f"<tspan>{c}</tspan>" for c in v)),
    "SVG, right to left": ("theme-svg", lambda v: f'<tspan direction="rtl" unicode-bidi="bidi-override">{v[::-1]}</tspan>'),
}
