//! What can be wrong with a site as a whole.

crate::codes! {
    UNKNOWN_VILLAGE = "site-unknown-village":
        "有一份公示写明的村不在村的名单里。"
        / "A notice names a village that the township does not list.";
    ADDRESS = "site-address":
        "网页地址里的这一段不能用，或者两份公示用了同一个地址。地址只用字母、数字、短横线和下划线。"
        / "A part of an address cannot be used, or two pages share one. Letters, digits, hyphens and underscores only.";
    ROWS_OUT_OF_TERM = "site-rows-out-of-term":
        "这份公示今天不该有名单（还没到张贴日，或者已经过了保留期），可是正文里还有名单。为了不让过期名单留在网上，停下来。"
        / "Rows stand in a notice on a day on which they may not be seen: before posting or after the posting time.";
    STATE_DATE = "site-state-date":
        "公示的状态和日期对不上。日期印错会让公示无效，所以停下来。"
        / "A notice's state contradicts its dates. A wrong date voids a notice.";
    DEAD_LINK = "site-dead-link":
        "页面上有一个链接，它要去的页面或者页内位置不存在。村民点了会什么也找不到，所以停下来。"
        / "A link of a page leads to a page, print or place inside a page that does not exist.";
    OVER = "site-over":
        "页面上有一段只能放到某一天的内容（例如怎样提意见），那一天已经过了。"
        / "A page holds what may be seen only up to a day, and that day is over.";
    BASE_URL = "site-base-url":
        "网站地址要写全：以 https:// 或 http:// 开头，以 / 结尾。"
        / "The site's address must start with https:// or http:// and end with a slash.";
}
