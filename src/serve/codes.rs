//! Codes of the preview.

crate::codes! {
    PORT = "serve-port-taken":
        "这个端口打不开，多半是别的程序正在用。换一个：mingbai serve --port 另一个数；或者先关掉那个程序。"
        / "The port cannot be opened, most likely because another program uses it. Choose another with --port.";
    RANDOM = "serve-no-randomness":
        "办公预览的网址里要有一段别人猜不到的字，系统没有给出随机数。重新启动电脑再试。"
        / "The operating system gave no random numbers for the office's address.";
    WATCH = "serve-cannot-watch":
        "没有办法看住工作区里的文件，改了文件也不会自动更新。文件夹特别多的时候，请电脑管理员调大系统允许看住的文件数。"
        / "The folders cannot be watched. With very many folders the system's limit of watches has to be raised.";
}
