//! Codes of comparing lists. No explanation and no message holds a name or a number.

crate::codes! {
    PERSON_TWICE = "diff-person-twice":
        "一份名单里，两行的证件号码是同一个人。比对时只算一个人，结果里写明是哪几行。请回到名单里核对，删去多写的一行。" /
        "Two rows of one list hold the number of one person. The person counts once; check the rows.";
    NAME_TWICE = "diff-name-twice":
        "一份名单里，两行同名同组，又没有填齐证件号码，分不清是一个人还是两个人。请补上证件号码再比对。" /
        "Two rows of one list share name and group and lack a number, so they cannot be told apart. Add the numbers.";
    SAME_FILE = "diff-same-file":
        "要比对的两份名单内容完全一样，多半是同一个文件写了两次。" /
        "Both lists are the same bytes: one file was probably named twice.";
}
