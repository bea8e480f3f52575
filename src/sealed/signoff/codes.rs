//! Codes of the sign-off room: every refusal has its own, so that the office knows who must do what.

use crate::codes;

codes! {
    UNSIGNED = "signoff-unsigned":
        "这份公示还没有人签字。没有签字的不会公示。请政策包要求的每个角色各自运行 mingbai sign。" /
        "Nobody has signed this notice yet. An unsigned notice is never published. Each role that the pack asks for runs `mingbai sign`.";
    MISSING_ROLE = "signoff-missing-role":
        "政策包要求的角色还有人没签。请缺的那个角色用自己的密钥运行 mingbai sign。" /
        "A role that the pack asks for has not signed. That role runs `mingbai sign` with its own key.";
    ROSTER_CHANGED = "signoff-roster-changed":
        "公示稿没有变，名册里不公开的格在签字之后改过。办公用的材料按签字时的名册；几个人签字时名册不一样的，先签的重新签。" /
        "The proof is the same, but hidden cells of the roster changed after a signature. All signers must have signed the same roster.";
    CHANGED = "signoff-proof-changed":
        "公示稿和签字时不一样：公示的文字、名单、日期里有改动。请核对改动；确认后由每个角色重新签字。" /
        "The proof is not the one that was signed: a text, a row or a day changed. Check the change; then every role signs again.";
    BAD_SIGNATURE = "signoff-bad-signature":
        "签名和声明对不上：声明被改过，或签名文件不是这份声明的。请签字人重新签字。" /
        "The signature does not fit the statement: the statement was edited or the signature belongs to another. The signer signs again.";
    UNTRUSTED_KEY = "signoff-untrusted-key":
        "签名所用的密钥不在 keys 目录里，或只对别的村有效。请乡镇核对身份后把公钥放进 keys 目录。" /
        "The signing key is not in the keys folder, or is valid for another village only. The office checks the person, then adds the public key.";
    WRONG_NOTICE = "signoff-wrong-notice":
        "这份声明是为另一个公示签的，不能拿来用。请为本公示重新签字。" /
        "The statement was signed for another notice and cannot be used here. Sign for this notice.";
    WRONG_ROLE = "signoff-wrong-role":
        "签名的密钥不是这个角色的：一个角色的签名不能当另一个角色的用。请本角色用自己的密钥签字。" /
        "The key belongs to another role: one role's signature cannot stand in for another's. The role signs with its own key.";
    WRONG_NAME = "signoff-wrong-name":
        "声明里的签字人和密钥登记的姓名不一致。请签字人用自己的密钥重新签字。" /
        "The signer in the statement is not the person whom the key was issued to. The signer signs again with their own key.";
    SAME_PERSON = "signoff-same-person":
        "一个人不能替两个角色签字。请另一个角色的人自己签。" /
        "One person cannot sign for two roles. The other role's person signs.";
    FUTURE_DATE = "signoff-future-date":
        "签字日期在今天之后。请核对电脑日期和 --today，再重新签字。" /
        "The date of the signature lies in the future. Check the computer's date and `--today`, then sign again.";
    LATE = "signoff-late":
        "签字的日子晚于张贴日：贴出去的时候还没有签齐。核对张贴日；下次先签字、后张贴。" /
        "A signature is dated after the posting day: the notice hung before everybody had signed.";
    MALFORMED = "signoff-malformed":
        "签字声明的写法不对。声明由 mingbai sign 写成，不要手工改；删掉它，再重新签字。" /
        "The statement is not written as it must be. `mingbai sign` writes it; do not edit it by hand. Delete it and sign again.";
    KEY_MALFORMED = "key-malformed":
        "密钥文件读不懂，或没有写明角色和姓名。请用 mingbai keygen 生成密钥，公钥放进 keys 目录。" /
        "The key file cannot be read, or does not name a role and a person. Make keys with `mingbai keygen`; the public one goes into the keys folder.";
    KEY_DUPLICATE = "key-duplicate":
        "同一把公钥登记了两次。一把密钥只能属于一个人、一个角色，请删掉一个。" /
        "One public key is registered twice. A key belongs to one person in one role; delete one file.";
    KEY_UNREGISTERED = "signoff-key-unregistered":
        "township.toml 里写了 registered = true：密钥要先在台账里登记才能签字。请乡镇核对身份，运行 mingbai key 公钥 --from 日期。" /
        "The township asks for keys to be registered in the ledger, and this one is not. The office checks the person, then runs `mingbai key`.";
    KEY_TERM = "signoff-key-term":
        "签字那一天，这把密钥还没有生效、已经到期，或者已经撤销。请现在任职的人重新签字。" /
        "On the day of the signature the key was not valid yet, no longer valid, or revoked. Whoever holds the office now signs again.";
    WAY = "signoff-way":
        "township.toml 的 signed_how 只认一种签法（key 密钥，paper 纸上），这份签字是另一种。" /
        "The township takes one way of signing only (`signed_how`), and this is the other.";
    OFFICIAL = "signoff-official":
        "纸上签字的人没有登记为这个角色，或者签字那一天不在任。在 village.toml 或 township.toml 里写 [[official]]：role、name、from、until。" /
        "Whoever signed on paper is not declared as holding this role on that day. Add [[official]] to village.toml or township.toml.";
    PAPER = "signoff-paper-malformed":
        "纸上签字的记录读不懂，多半被手工改过。从备份取回；或者重新打印签字单，签字，再运行 mingbai approve。" /
        "The record of a signature on paper cannot be read. Restore it, or print another sheet, have it signed and record it again.";
    REFUSED = "signoff-refused":
        "有一个角色不同意这一稿，任何人都不能再签它。改好以后重新拟稿，再签字。" /
        "A role refused this draft: nobody can approve it any more. Change the notice; the new draft can be signed.";
    DAMAGED = "signoff-proof-damaged":
        "签过字的公示稿有文件损坏或不见了，签字对不上。从备份取回这个文件。" /
        "A file of a proof that was signed is damaged or gone. Restore it from the backup.";
    KEY_LOCKED = "key-locked":
        "密钥有密码，密码没有给或不对。请在终端里输入。" /
        "The key has a password that was not given or is wrong. Type it at the terminal.";
    KEY_FAILED = "key-failed":
        "生成密钥或签名没有成功。请重试；反复出现时检查系统的随机数来源。" /
        "Making the key or the signature failed. Try again; if it repeats, check the system's source of randomness.";
}
