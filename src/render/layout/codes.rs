//! What can be wrong with a page 排版.

use crate::codes;

codes! {
    MISSING_CHARACTER = "print-missing-character":
        "要打印的文字里有一个字，所有字体都没有。印出来会是空白，所以停下来。安装收字多的字体（如 fonts-babelstone-han、fonts-hanazono），或核对这个字。" /
        "A character of the text is in no font; it would print as a blank, so nothing is printed. Install a font with a larger repertoire or check the character.";
    OVERFLOW = "print-overflow":
        "内容太多，用允许的最小字号也放不下规定的页数。删减文字，或把次要内容移到网页。" /
        "The text does not fit the allowed pages even at the smallest allowed size. Shorten it.";
    THEME_INVALID = "theme-print-invalid":
        "主题 theme.toml 的 [print] 部分写得不对：长度要写成 \"15.75pt\" 或 \"37mm\"，颜色写成 \"#rrggbb\"。" /
        "The [print] table of theme.toml is malformed: lengths are \"15.75pt\" or \"37mm\", colours \"#rrggbb\".";
    NOT_PRINTED = "print-web-only":
        "这份文档只上网，不打印。" / "This document is a web page only and is never printed.";
    FONT_UNUSABLE = "print-font-unusable":
        "选中的字体不能嵌入打印文件（格式太新或文件不完整）。在主题里换一种字体，或重新安装它。" /
        "A chosen font cannot be embedded: its format is too new or the file is damaged. Choose another or reinstall it.";
    QR_TOO_LONG = "print-qr-too-long":
        "二维码里的网址太长，印不下。换一个短一些的网址。" / "The address is too long for a QR code.";
}
