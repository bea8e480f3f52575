//! Codes of the audit.

crate::codes! {
    DIRECT = "leak-direct-identifier":
        "要公开的文件里出现了名册里的姓名、证件号码、电话或账号，没有公开的文字能说明它为什么在那里。生成网站时遇到它，全部文件都不发布，原来的网站不动。请看提示的位置和名册行，改掉来源文字；确需公开的经办人写进 village.toml 的联系方式。"
        / "A file for the public holds a name, ID number, phone or account of the roster and no declared open text explains it. A build then publishes nothing. Mend the text it comes from, or declare the official as a contact.";
    SIGNED = "signed-text-holds-a-name":
        "已经签字、正在公示的文字里有一个词，和后来的名册里一个人的姓名相同，旁边没有这个人别的信息。公示不动。是普通词语就不用管；真是说这个人的，改掉文字，改版次重新签字。"
        / "A signed notice that is out holds a word that is a name of a roster that came later. It stays; where it is that person, post another version.";
    SENSITIVE = "leak-sensitive":
        "要公开的文件里出现了名册里的健康、风险、收入、备注等敏感内容。生成网站时遇到它，全部文件都不发布。请改掉来源文字。"
        / "A file for the public holds health, risk, income or note text of the roster. A build then publishes nothing. Mend the text it comes from.";
    PATTERN = "leak-pattern":
        "要公开的文件里有一个像身份证号码、手机号码、银行卡号或电子邮箱的内容，不在声明的联系方式里。政策原文里的个人手机也算。请删去，或写进 township.toml、village.toml 的联系方式。"
        / "A file for the public holds something shaped like an ID, mobile or bank number or an e-mail address that no declared contact holds. Delete it or declare it as a contact.";
    UNREADABLE = "audit-unreadable":
        "有一个文件审查读不全（加密、没有文字对照表、残缺、不认识的格式、压缩包展开太大或套得太深，或是打不开的链接）。读不全就不能放行。请换成能读的文件。"
        / "A file cannot be read completely (encrypted, no text mapping, damaged, unknown format, an archive too large or too deep, a link that leads nowhere). What cannot be read is never let through.";
    OPAQUE = "audit-opaque":
        "图片等文件的画面里有没有个人信息，程序看不见，只查了文件里的字节。请人工看一遍。"
        / "A picture's content cannot be searched, only its bytes were. Look at it.";
    CONTACT = "contact-on-roster":
        "公开的联系人和名册上的一个人同名，或者电话相同。是这位经办人自己，就不用管；写错了人，请改正联系方式。"
        / "A declared contact has the name or phone of somebody on a roster. If it is the official himself, nothing need be done.";
    ORDINARY = "audit-ordinary-word":
        "文件里一个词和名册里的短姓名或敏感词相同，但它在一句连续的文字里，可能只是普通词语。请人工看一眼。"
        / "A word equals a short name or sensitive word of the roster but stands in running text, where it may be an ordinary word. Have a look.";
}
