//! Codes of the policy room.

crate::codes! {
    PACK_INCOMPLETE = "policy-incomplete":
        "政策包里少了文件，或一处引用了另一处没有写的东西。按提示补上。"
        / "A pack lacks a file, or refers to something that is not declared.";
    BELOW_FLOOR = "policy-below-floor":
        "政策包要公开法律不许公开的内容，例如身份证号、病情、备注。删去这一条；确有需要请先问上级。"
        / "A pack wants to show what no pack may show (identifiers, health, free text). Remove the rule.";
    NO_EVIDENCE = "policy-no-evidence":
        "政策包里的一个数字在它所说的条款里找不到。核对原文，改数字或改条款号；原文没有规定而由本地决定的，写 local = true 并写明理由。"
        / "A number of the pack does not occur in the clause it cites. Correct one of them, or mark it local = true with a reason.";
    UNCONFIRMED = "policy-unconfirmed":
        "政策包里有一项还没有经人核对（confirmed = false）。核对原文后改为 true。"
        / "A fact in the pack has not been confirmed by an officer.";
    PLACEHOLDER = "policy-placeholder":
        "政策包里还有要填没有填的地方，例如“请填写”“原文没有写明”。核对过也不能这样印出去。填好，或者删去。"
        / "A place of the pack still asks to be filled in. Such words are never published: fill it in or remove it.";
    NOT_PUBLIC = "policy-not-public":
        "这份政策文件不是主动公开的，不能在网站上引用它的内容。"
        / "The policy document is not proactively disclosed; nothing of it may go online.";
    DRAFT_NOTICE = "policy-draft-notice":
        "征求意见稿还没有生效，不能据此公示名单。正式印发以后再公示。"
        / "A consultation draft is not in force; nobody may be named on its ground.";
    LIMITS_CLASH = "policy-limits-clash":
        "两条时限撞在一起：公示天数满了，全程时限就超了。公示期不能缩短；请尽早报告上级并在记录里写明原因。"
        / "Two limits clash: the full notice period ends after the overall limit. The period is never shortened.";
    CONFLICT = "policy-conflict":
        "政策里有两条规定不能总是同时做到，例如公示期和全程时限、每月30日和2月。程序不替人决定：请定下来怎么办，在 pack.toml 里写一段 [[conflict]]。"
        / "Two rules of the policy cannot always be kept together. Decide what is done and write a [[conflict]] entry.";
    BAD_TEXT = "policy-bad-text":
        "政策包里的文字模板写错了：用了不存在的名称，或指令不认识。"
        / "A text template of the pack uses an unknown name or directive.";
}
