//! Codes of the reader of prose.

crate::codes! {
    UNREADABLE = "import-unreadable":
        "原文的编码认不出来，或者不是文字文件。请在 WPS 或 Word 里另存为“纯文本”（UTF-8）再试。"
        / "The text is in no known encoding, or is not text. Save it as plain text in UTF-8.";
    EMPTY = "import-empty":
        "文件里一个字也没有。重新复制或另存原文。"
        / "The file holds no words. Copy the text again.";
    TOO_LONG = "import-too-long":
        "文件比任何一份政策文件都长，或者有一行长得不像一段话。检查是不是拿错了文件，附表、名册不用导入。"
        / "The file is longer than any policy document, or one of its lines is. Leave out annexed tables and rosters.";
    NO_CLAUSE = "import-no-clause":
        "原文里没有“一、”“（一）”“第一条”这样的编号。有标题的短文件按自然段编成第一段、第二段；没有标题的不读。检查是不是拿错了文件，或者复制时丢了编号。"
        / "No numbered clause was found. A short text with a title is counted by paragraphs; without a title it is not read.";
    PAGE_MARKS = "import-page-marks":
        "原文带着页码，或者每页重复印的页眉。页码、页眉不算正文，没有收进去。"
        / "Page numbers or running headers stood between the paragraphs; they are no part of the document.";
    NUMBER_GAP = "import-number-gap":
        "条款编号跳号或重复。可能是原文写错，也可能是复制时漏了一段。对照原件。"
        / "A clause number is skipped or repeated. Compare with the original.";
    STRUCK = "import-struck":
        "原文里有划掉的文字。划掉的照样标成划掉，不当作规定，也不恢复。"
        / "Struck text is kept as struck: it is no rule and is never reinstated.";
    FORMULA = "import-formula-contradicts":
        "算式和它自己的文字说的正好相反。程序不改原文，请向发文机关问明以哪个为准。"
        / "A formula says the opposite of its own words. Nothing is repaired: ask the issuer.";
    TWO_NAMES = "import-form-two-names":
        "同一张表有两个名称。请向发文机关问明用哪一个，印出来的表只用一个。"
        / "One form goes by two names. Ask the issuer which one is right.";
    REGION = "import-region-mixed":
        "同一份文件的名称，一处写省，一处写市。请核对是哪一级的文件。"
        / "One document is called the province's here and the city's there.";
    DEADLINE = "import-deadline-too-early":
        "文件还在征求意见，里面的截止日期已经过了。请核对日期。"
        / "A deadline falls before the consultation on the document itself ends.";
    FOREIGN_WORD = "import-foreign-word":
        "中文句子里夹了一个英文词，像是转换格式时留下的。对照原件改正。"
        / "A stray foreign word stands inside a Chinese sentence, probably left by a conversion.";
    ODD_TERM = "import-odd-term":
        "有一个类别名称和全国统一的名称只差一个字，像是写错了。请核对。"
        / "A category's name differs from the national one by a single character.";
    NO_SUCH_DAY = "import-no-such-day":
        "每月都要办的事定在有的月份没有的日子（29、30、31日）。请问明二月等短月按哪天办。"
        / "A monthly duty falls on a day that some months lack. Ask which day counts then.";
    DAYS_UNCLEAR = "import-days-unclear":
        "原文的天数没有说清按哪种日子算，例如“7天（不含节假日）”。节假日、周末、工作日不是一回事，请向发文机关问明，再改政策包里的天数。"
        / "The text does not say which days count (without holidays, hours, half a month). Ask the issuer, then set the pack's days.";
    MOBILE = "import-personal-mobile":
        "原文里有手机号。个人手机号不能放进公开的材料，请换成单位的办公电话。"
        / "The text holds a mobile number. It must not enter anything public: use an office number.";
    NAMED_CONTACT = "import-named-contact":
        "原文里写了联系人的姓名。公开的材料只写单位和办公电话。"
        / "The text names a contact person. Public material names the office only.";
}
