//! What can be wrong with a Markdown text.

crate::codes! {
    UNSUPPORTED = "markdown-unsupported":
        "正文里用了本程序不收的写法（网页代码、图片、脚注、删除线、斜体等）。网页和打印用的是同一份正文，这些写法要么印不出来，要么会让公开的内容和原文不一致，所以不收。按提示改成普通段落、列表、表格或加粗。"
        / "The text uses Markdown that mingbai refuses (raw HTML, images, footnotes, strike-through, emphasis …): page and print share one text, and these would either not print or silently change what is said.";
    LINK = "markdown-link":
        "链接只能指向 http、https 网址、tel 电话，或者本站里的相对地址（不以 / 开头，不含 ..）。"
        / "A link may only point to http, https, tel, or a relative address inside the site (no leading slash, no `..`).";
    TABLE_CELLS = "markdown-table-cells":
        "表格里有一行的格数比表头多。多出来的格子显示不出来，所以停下来。"
        / "A table row has more cells than the header; the extra cells would vanish silently.";
    LIST_START = "markdown-list-start":
        "编号列表不是从 1 开始。本程序总是从 1 编号，会和原文的编号对不上。"
        / "An ordered list does not start at 1; mingbai always numbers from 1, so the printed number would be wrong.";
    TOO_DEEP = "markdown-too-deep":
        "列表或引用套得太深，手机上看不清，也印不下。"
        / "Lists or quotes are nested too deeply to be read on a phone or printed.";
    TOO_LONG = "markdown-too-long":
        "这份正文太长，或者链接太多，不像是人写的公示或明白纸，多半是拿错了文件。核对文件；真要这么长，就分成几份。"
        / "The text is longer, or holds more links, than any notice; it is probably the wrong file. Split it if it is not.";
}
