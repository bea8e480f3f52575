//! What can be wrong with a theme.

crate::codes! {
    SETTINGS = "theme-settings":
        "主题文件夹里的 theme.toml 读不懂，或者 [web] 里有不认识的项目。"
        / "theme.toml cannot be read, or its [web] table holds an unknown key.";
    TEMPLATE = "theme-template":
        "主题的网页模板写错了：括号没有配对、用了没有的变量、缺少文件等。改好模板后重新生成；名册和公示内容不用动。"
        / "A page template is wrong: unbalanced tags, an unknown variable, a missing file. Only the theme needs mending.";
    MISSING = "theme-missing-template":
        "主题缺少一个必须有的网页模板。"
        / "The theme lacks a required page template.";
    UNSAFE = "theme-unsafe-output":
        "模板用了 safe 过滤器，会把文字当成网页代码输出。本程序不允许，所有文字都要转义。"
        / "A template uses the `safe` filter, which prints text as markup. mingbai escapes every text.";
    EXTERNAL = "theme-external-request":
        "主题要从别的网站取文件（字体、图片、脚本或样式）。公示网页不许向外发请求：村民看公示时，不应让别的网站知道。"
        / "The theme would fetch a file from another site. Pages make no outside request: nobody else may learn who reads a notice.";
    POLICY = "theme-content-policy":
        "网页最前面要写内容安全策略，浏览器才会挡住向外发的请求。模板没有写、写得太靠后，或者放宽了它。"
        / "Each page begins with the Content-Security-Policy that makes a browser refuse outside requests. The template leaves it out, puts it too late, or weakens it.";
    LEFT_OUT = "theme-leaves-out":
        "主题的网页模板没有把正文原样放进网页。签过字的内容和名单要一字不少地显示。在模板里写上 {{ body }}。"
        / "A template leaves out the body of its page, or changes it. What was signed is shown whole.";
    ASSET = "theme-unknown-asset":
        "主题 static 文件夹里有一个不认识的文件类型，无法检查里面有没有个人信息。"
        / "A file below static/ has a type that cannot be checked for personal data.";
}
