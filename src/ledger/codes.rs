//! Codes of the ledger room.

use crate::codes;

codes! {
    BAD_LINE = "ledger-bad-line":
        "台账从这一行起对不上：有人改过、删过、插过或调换过行。台账只能由 mingbai 记，不能手工改。请从备份或乡镇留存的见证找回原来的台账。"
        / "The ledger does not hold from this line on: a line was changed, removed, inserted or moved. Restore it from a backup.";
    TORN = "ledger-torn-line":
        "台账最后一行没有写完（写的时候断电或死机），这一行不算数。下次记台账时会切掉它。请把那件事重新记一次。"
        / "The last line of the ledger is not finished (power cut or crash) and does not count. Record that event again.";
    CUT = "ledger-cut-or-rewritten":
        "台账和见证、或和公示上印的台账末条对不上：末尾被切掉过，或整个重写过。请找回原来的台账。"
        / "The ledger contradicts a witnessed or printed head: its end was cut off, or it was rewritten. Restore it.";
    IMPOSSIBLE = "ledger-not-allowed":
        "按政策规定的程序，现在不能记这件事。看清楚提示里的条款和日期，办完该办的再记。"
        / "The procedure of the pack does not allow this event now. The message names the clause and the day.";
    NOT_CONFIRMED = "ledger-not-confirmed":
        "要撤下的户没有得到确认，什么也没有记。核对行号，再运行一次。"
        / "Nobody confirmed which household is meant; nothing was recorded.";
    DOUBTFUL = "ledger-odd-entry":
        "台账里有一条不合现在的政策包规定的程序。台账不能改；请核对，需要时另记一条说明。"
        / "An entry does not fit the procedure of the present pack. Entries cannot be changed: check, and add a note.";
    CLOCK = "ledger-clock-went-back":
        "电脑的日期早于台账最后一条。先把电脑的日期对准；确实要记的，用 --note 写明原因。"
        / "The computer's clock is earlier than the last entry. Set the clock, or give the reason with --note.";
    REHEARSAL = "ledger-rehearsal":
        "这是演练用的工作区：台账里有用 --today 或 sample_day 记的事，那些日子不是真的。演练和真事不能记在一本台账里。接着演练的，加 --today 日期；要记真事的，另建一个工作区（mingbai init），把村、名册、公示文件和公钥放进去，从空的台账记起。"
        / "This workspace is a rehearsal: its ledger holds entries made with --today or sample_day. Go on with --today, or begin a new workspace with an empty ledger for what is meant.";
    PERSONAL = "ledger-personal":
        "写进台账的文字里有名册上的个人信息。台账会公开，不能写姓名、证件号、电话。换一种写法。"
        / "A text for the ledger holds something from a roster. The ledger is public: write it without names and numbers.";
    WORDS = "ledger-bad-words":
        "写进台账的文字空着、太长，或有看不见的字符。写成一行，不超过200字。"
        / "A text for the ledger is empty, too long or holds invisible characters.";
    PRINTED_SHORT = "ledger-printed-short":
        "公示贴得比纸上印的张贴日晚，纸上印的最后一天不够规定的天数，不能就这样结束。改版次，重新签字、打印、张贴。"
        / "A notice hung later than planned, and the last day that its paper promises falls short of the rule. Post another version.";
    PLACE_MISSING = "ledger-place-missing":
        "公示稿写明要贴好几处，有的地方还没有记张贴。贴好以后记：mingbai post 公示 --place 地点；公示期从最后贴的一处算。"
        / "The proof names several places and not all of them are recorded. The period counts from the last of them.";
    OTHER_PLACE = "ledger-other-place":
        "记的张贴地点和公示稿上写的不一样。写错了的，用公示稿上的地点再记一次；真的贴在别处的，下一版改过来。"
        / "The place that was recorded is not one that the proof names.";
    OTHER_RUN = "ledger-other-run":
        "这份打印稿不是现在这一稿公示、这一次付印的。重新运行 mingbai build，用新做的打印稿；贴的是旧稿的，先更正。"
        / "This print is of another proof or run. Build again and hang that print.";
    UNSIGNED = "ledger-unsigned":
        "签字还没有齐，不能张贴。签齐了再贴，贴了再记。"
        / "Signatures are missing: nothing may be posted yet.";
    NO_PAPER = "ledger-no-paper":
        "找不到张贴的那份打印稿。先运行 mingbai build，打印、盖章、张贴以后再记；或者用 --paper 写明文件。"
        / "The posted print was not found. Run `mingbai build` first, or name the file with --paper.";
    NEW_PAPER = "ledger-print-again":
        "纸上印的日期和实际不一样了。重新生成、重新打印，换下旧的。"
        / "The dates on the paper no longer hold. Build and print it again, then replace the old one.";
    UNRECORDED = "ledger-not-recorded":
        "张贴日已经到了，台账里却没有张贴记录。贴好以后运行 mingbai post 记下来。"
        / "The posting day has come but the ledger has no posting. Record it with `mingbai post`.";
    REPOST = "ledger-post-again":
        "公示内容更正过，要重新张贴、重新计算公示期。改好名册，版次加一，写新的张贴日，重新签字。"
        / "The notice was corrected and must be posted again: new version, new posting day, new signatures.";
    BAD_DAY = "ledger-bad-day":
        "日期写得不对：不能在今天以后，也不能早于公示文件写明的张贴日。"
        / "The day cannot be: it lies in the future, or before the posting day that was signed.";
    UNKNOWN = "ledger-unknown-name":
        "没有这个步骤、这件定期事项或名册里的这一行。看提示里有哪些。"
        / "No such step, duty or roster row.";
    WITNESS = "ledger-bad-witness":
        "见证文件不对：内容被改过，或签名不是乡镇的钥匙签的。见证要用放在 keys 文件夹（不在村文件夹）里的钥匙。"
        / "A witness file does not hold: it was changed, or it was not signed by a key of the township.";
    UNWRITABLE = "ledger-unwritable":
        "台账没有写成：这件事没有记下来，或者磁盘出了错，说不准记没记上。检查磁盘空间和文件夹权限，再记一次，不会记重。"
        / "The ledger could not be written: nothing was recorded, or the disk failed so that nobody can tell. Check space and permissions, then try again; nothing is recorded twice.";
    NO_RESULT = "ledger-no-result-yet":
        "公示结果报告现在还不能填：公示期没有满、异议没有答复完，或台账里没有张贴记录。办完以后再生成，程序按台账填好；现在只印空白的。"
        / "The report on a notice cannot be filled in yet: its period runs, an objection waits, or the ledger does not know the posting.";
    WITHDRAWN_ROW = "ledger-withdrawn-row":
        "撤下的那一户是按原来的名册记的，名册换过了。核对新名册里没有这一户；还有的，再撤下一次。"
        / "A household was withdrawn from an earlier roster. Make sure that the new roster does not list it.";
    COPY_LOST = "ledger-copy-lost":
        "台账记着张贴过的一份文件，它的存档件不见了或被改过。从备份找回 kept 文件夹。"
        / "The kept copy of something that was posted is missing or changed. Restore the folder kept/ from a backup.";
}
