//! Codes of the intake 名册读入 and their explanations. No explanation quotes anything from a roster.

use crate::codes;

codes! {
    FILE_KIND = "roster-file-kind" :
        "认不出这个文件。名册可以是 .xlsx、.xls、.et、.ods，.docx 里的表格，.csv（逗号、制表符分隔）或 .toml。请用 WPS 或 Excel 打开，另存为 .xlsx。" /
        "The file is no workbook, table or toml roster. Open it in an office program and save it as .xlsx.";
    OLD_XLS = "roster-old-xls" :
        "这个旧版 .xls 文件读不出来：内部损坏，或者是 1995 年以前的格式。请用 WPS 或 Excel 打开，另存为 .xlsx。" /
        "This old binary workbook cannot be read. Save as .xlsx.";
    DOCUMENT = "roster-document" :
        "Word 文档里的表格，简单的能读：一行一户，没有表中表，没有没接受的修订。读不了的，请把表格复制到 Excel 或 WPS 表格，核对行数，另存为 .xlsx。" /
        "A plain table in a .docx is read; this one is not. Copy it into a workbook.";
    PASSWORD = "roster-password" :
        "工作簿设了打开密码，程序读不了，也不会去猜。请取消密码后另存为 .xlsx。" /
        "The workbook is protected by a password. Remove it and save as .xlsx.";
    TOO_LARGE = "roster-too-large" :
        "文件展开后太大，或行列太多，不像一个村的名册。请删掉多余的行、列和图片再存。" /
        "The file inflates to more than a village roster can be. Delete surplus rows, columns and pictures.";
    WORKBOOK_DAMAGED = "roster-workbook-damaged" :
        "工作簿的内部结构坏了。请用 WPS 或 Excel 打开，另存为新的 .xlsx。" /
        "The workbook's structure is damaged. Open it and save it as a new .xlsx.";
    ENCODING = "roster-encoding" :
        "文字编码认不出来：不是 UTF-8、GBK、GB18030 或 UTF-16，或者一个文件里混了几种。请另存为 .xlsx。" /
        "The text encoding is unknown or mixed. Save as .xlsx.";
    CSV_QUOTE = "roster-csv-quote" :
        "csv 里的英文双引号不成对，后面的行会被当成一格，所以停下。" /
        "Unbalanced quotes in a csv file would swallow rows.";
    EXTENSION_DIFFERS = "roster-extension-differs" :
        "文件内容和扩展名不一致。程序按内容读。" /
        "Content and file extension disagree; the content decides.";
    TOML = "roster-toml" :
        "toml 名册的写法不对。每户一个 [[household]]，每人一个 [[household.member]]，编号和号码都加引号。" /
        "The toml roster is not well-formed: one [[household]] per household, one [[household.member]] per person.";
    SHEET_MISSING = "roster-sheet-missing" :
        "没有这个名字的工作表，或者它是隐藏的。隐藏的工作表一律不读。" /
        "No visible sheet has that name. Hidden sheets are never read.";
    SHEETS_MANY = "roster-sheets-many" :
        "有几个工作表都像名册，又看不出是一份名单分成几页（表头一样，标题只差小组，工作表按小组取名），程序不替你选。请在公示文件里写 sheet = \"工作表名\"；几个工作表合起来是一份名单，就写 sheets = [\"一组\", \"二组\"]。" /
        "Several sheets look like rosters and are not surely parts of one list; say which with `sheet` or `sheets`.";
    SHEETS_TOGETHER = "roster-sheets-together" :
        "几个工作表表头一样，标题只差小组（或者公示文件里写了 sheets），合成一份名单读。" /
        "Several sheets were read together as one list.";
    SHEET_LEFT = "roster-sheet-left" :
        "公示文件里写明了用哪些工作表，这个工作表也像名册，没有写进去，没有读。是同一份名单就少了户，请核对。" /
        "A sheet that looks like a roster is not among those that the notice names.";
    SHEET_IGNORED = "roster-sheet-ignored" :
        "这个工作表没有读取。" /
        "This sheet was not read.";
    SHEET_UNREAD = "roster-sheet-unread" :
        "有一个工作表（或 Word 里的一个表格）像是有名单：里面有身份证号，按小组取名，有名册的列，或者接着上一张表，却没有读，因为没有认得的表头，或者它是隐藏的。少公示一个组和多公示一户一样是错，所以停下。" /
        "A sheet that looks like part of the list was not read: it has no known header, or it is hidden.";
    NO_HEADER = "roster-no-header" :
        "前十五行里没有找到表头。表头至少要有“姓名”（或“户主”）和另一列。也可能是文字编码坏了。" /
        "No header row was found in the first fifteen rows.";
    HEADER_TWICE = "roster-header-twice" :
        "两列表头是同一个意思，程序分不清用哪一列。请改其中一个表头，或在公示文件里用 headers 指定。" /
        "Two columns mean the same field. Rename one or choose one with `headers`.";
    HEADER_OVERRIDE = "roster-header-override" :
        "公示文件里 headers 写的字段或表头对不上。" /
        "A field or header named in `headers` does not exist.";
    HEADER_WEAKER = "roster-header-weaker" :
        "headers 不能把个人信息的一列改成可以公开的字段。" /
        "`headers` may not give a column of personal data to a field that may be shown.";
    HEADER_UNKNOWN = "roster-header-unknown" :
        "不认识这一列的表头，或者看不出是这一户的。这一列按敏感信息处理：不会公开，只用来防泄露检查。表头里可能夹着名册的内容，所以只说是第几列。认得的话，可以在 fields.toml 里加一个同义词。" /
        "Unknown header: the column is treated as sensitive and never shown.";
    HEADER_WHOSE = "roster-header-whose" :
        "这一列是姓名、证件号码、年龄一类，上面或左边的表头写的却不是户主、家庭成员，程序分不清是谁的。把监护人、帮扶责任人的号码当成户主的，未成年人的姓名就可能公开。请把表头写清楚。" /
        "A heading leaves it open whose name, number or age stands in the column. Say in the header whose it is.";
    HIDDEN_SKIPPED = "roster-hidden-skipped" :
        "隐藏的行、列、工作表和批注一律不读。" /
        "Hidden rows, columns, sheets and comments are never read.";
    HIDDEN_PART = "roster-hidden-part" :
        "一户人里有的行隐藏了，有的没有，户主和人数就说不准。请整户隐藏，或者取消隐藏、取消筛选。" /
        "A household is partly hidden, so its head and size are uncertain.";
    EMPTY = "roster-empty" :
        "表头下面没有一户人。" /
        "No household stands below the header.";
    ROW_WITHOUT_NAME = "roster-row-without-name" :
        "这一行有内容，却没有姓名。" /
        "A row has content but no name.";
    ROW_AFTER_FOOTER = "roster-row-after-footer" :
        "“填表人”“说明”等表尾下面还有像名单的行。程序不知道它算不算，所以停下。" /
        "Rows that look like people stand below the footer.";
    STRUCK = "roster-struck" :
        "这一行画了删除线。程序不知道这一户还算不算：公布一户已经划掉的人，后果很重。不算就删掉这一行，算就去掉删除线。" /
        "A row is crossed out: delete it, or remove the strike-through.";
    HIDDEN_ROWS = "roster-hidden-rows" :
        "名单里有的行隐藏了，或者被筛选掉了。程序不知道这些户要不要公示，少公示一户、多公示一户都是错，所以停下。要公示就取消隐藏、清除筛选；不公示就删掉；要留在表里又不公示，在公示文件里写 hidden_rows = 行数。" /
        "Rows of the list are hidden or filtered out: show them, delete them, or say in the notice how many are left out.";
    HIDDEN_AGREED = "roster-hidden-agreed" :
        "公示文件里写了 hidden_rows，隐藏或划掉的这几行没有读，不公示。签字声明里也写着这个数。" /
        "As many hidden or crossed-out rows as the notice says were left out.";
    LINE_UNCLEAR = "roster-line-unclear" :
        "名单中间有一行字，程序看不懂它说的是下面哪些户：可能是小组、类别，也可能是另一份名单。请写清楚，或者删掉。" /
        "A line between the rows is not understood: it may name a group, a category or another list.";
    LISTS_TWO = "roster-lists-two" :
        "一张表里像有两份名单，例如上面是拟纳入、下面是拟消除。连在一起公示，就把别人的事说错了。请分开放。" /
        "One sheet seems to hold two lists. Give each a sheet or a file, and a notice, of its own.";
    EXAMPLE = "roster-example-row" :
        "模板里填好的示例行不是一户人，公示出去就多了一户。请删掉。" /
        "An example row of the form is no household. Delete it.";
    TOTAL_DIFFERS = "roster-total-differs" :
        "合计行写的户数或人数，和程序读到的不一样：不是合计没有改，就是有的行没有读对。请逐户核对。" /
        "The roster's own total disagrees with what was read.";
    GAP = "roster-gap" :
        "这一列有的户填了，有的户没填。合并单元格另存成文本以后，只有第一行还有字。请给每一户都填上。" /
        "A column is filled for some households only, as when merged cells were saved as text.";
    DITTO = "roster-ditto" :
        "这一格写的是“同上”“〃”一类。公示的名单会重新排序，“同上”就不知道同谁，所以不猜。请每一户都写上自己的内容。" /
        "A cell says ditto. Lists are sorted anew, so every household must say its own.";
    TICK_UNKNOWN = "roster-tick-unknown" :
        "打勾选类别的栏里，写的不是“√”，而是 1、Y、○ 一类的记号。有的地方用它们表示“不是”，所以不猜。请统一写成“√”，不选的留空。" /
        "A column of ticks holds another mark. Write a tick, or leave the cell empty.";
    DELIMITER = "roster-delimiter-differs" :
        "这一行的分隔符和表头的不一样，整行会挤在一格里，这一户就丢了。请把分隔符改成一样，或另存为 .xlsx。" /
        "A row uses another delimiter than the header, so that a household would be lost.";
    CELLS_DIFFER = "roster-household-cells-differ" :
        "同一户的几行，这一格应当相同，却不一样。" /
        "Rows of one household disagree about a household field.";
    HEAD_MISSING = "roster-head-missing" :
        "这一户没有“户主”（或“本人”）。" /
        "A household has no head.";
    HEAD_DIFFERS = "roster-head-differs" :
        "“户主姓名”一列写的人，和“与户主关系”是户主的人，不是同一个人。请核对谁是户主。" /
        "The column with the head's name and the member marked as head name two people.";
    HEAD_TWICE = "roster-head-twice" :
        "这一户有两个“户主”，或者两个“配偶”。也可能是两户连在了一起。" /
        "A household has two heads, or two spouses.";
    RELATION = "roster-relation-unclear" :
        "名册靠“与户主关系”一列分户：写“户主”的一行起是新的一户。这一格没有填或看不懂，或者户主前面还有人，程序就不知道谁和谁是一户。请填清楚，或者加一列“户编号”。" /
        "The relation to the head decides where a household begins; here it is empty, unknown or contradicted by merged cells or blank rows.";
    FAULT_CELL = "roster-fault-cell" :
        "这一格是表格软件的出错值（如 #N/A、#REF!、####），或者是没有算出结果的公式，原来的内容已经没有了。" /
        "The cell holds a spreadsheet error or a formula without a result; its content is gone.";
    MOJIBAKE = "roster-mojibake" :
        "这一格是乱码，是用错误的编码存过。请从原始名册重新导出。" /
        "The cell was decoded wrongly somewhere before.";
    DAMAGED_ID = "roster-damaged-id" :
        "表格软件把长号码当成了数字，15 位以后的数字已经丢失，不能还原。请把这一列设为“文本”格式，从原始资料重新填。" /
        "A long number was stored as a float: digits beyond the fifteenth are lost. Set the column to text and re-enter.";
    DATE_FOR_TEXT = "roster-became-date" :
        "这一格被表格软件变成了日期或时间，原来写的是什么已经不知道。请把这一列设为“文本”格式重新填。" /
        "The spreadsheet turned this cell into a date.";
    DAMAGED_NAME = "roster-damaged-name" :
        "姓名一格不是姓名：是数字、“同上”“不详”，或打了星号。请填真实姓名；遮盖由程序来做。" /
        "The name cell does not hold a name.";
    NAME_CHARACTER = "roster-name-character" :
        "姓名里有打不出来的字的替代写法（自造字、拼字、拼音、方框、问号）。请用正确的字；需要时安装大字符集输入法。" /
        "The name holds a stand-in for a rare character.";
    NAME_REMARK = "roster-name-remark" :
        "姓名后面带了括号说明。姓名一格只写姓名，说明写到备注。" /
        "A remark in brackets follows the name.";
    DECEASED = "roster-deceased" :
        "姓名后面注明已故。请核对这一户还要不要公示。" /
        "The name is marked as deceased: should this household still be published?";
    NAME_LATIN = "roster-name-latin" :
        "姓名全是字母。如果是外籍人员，可以不管；如果是拼音，请改成汉字。" /
        "The name is in Latin letters.";
    NAME_LONG = "roster-name-long" :
        "姓名很长，中间没有“·”。身份证上有“·”的，照身份证写。" /
        "The name is long and has no dot between its parts.";
    NUMBER_DECIMALS = "roster-number-decimals" :
        "小数位数比字段规定的多，程序不四舍五入。核对这个数。" /
        "More decimals than the field allows; nothing is rounded.";
    AGE_UNREADABLE = "roster-age-unreadable" :
        "年龄看不懂，分不出户主是不是未成年人。只写周岁的整数。" /
        "The age cannot be read, so that a child might stand under its name.";
    AGE_DIFFERS = "roster-age-differs" :
        "年龄或出生日期和证件号码里的出生日期对不上。" /
        "Age or birth date contradict the birth date in the identity number.";
    AGE_GAP = "roster-age-gap" :
        "别的户主都有证件号码、出生日期或年龄，这一户的户主没有，分不出是不是未成年人。" /
        "Nothing tells the age of this head of household, though that of others is told.";
    ID_INVALID = "roster-id-invalid" :
        "证件号码的位数、校验码或出生日期不对。" /
        "The identity number has a wrong length, check digit or birth date.";
    ID_ROUNDED = "roster-id-rounded" :
        "证件号码以 000 结尾，常见于被表格软件改坏的号码。校验码碰巧对，请核对一次。" /
        "The identity number ends with 000, as rounded numbers do. Please check.";
    ID_DISABILITY = "roster-id-disability" :
        "这是残疾人证号（20 或 22 位），不是证件号码。它含有残疾类别和等级，请放到“残疾证号”一列，这里填身份证号。" /
        "A disability certificate number stands where an identity number belongs.";
    PHONE_INVALID = "roster-phone-invalid" :
        "电话号码应当是 7 到 12 位数字；几个号码之间用顿号分开。" /
        "A phone number has 7 to 12 digits.";
    BANK_INVALID = "roster-bank-invalid" :
        "账号应当是 8 到 30 位数字。" /
        "An account number has 8 to 30 digits.";
    DATE_UNREADABLE = "roster-date-unreadable" :
        "这一格读不出日期。请写成 2025-03-06 的样子，或设为日期格式。" /
        "The date cannot be read. Write it as 2025-03-06.";
    DATE_IMPOSSIBLE = "roster-date-impossible" :
        "日历上没有这一天。" /
        "There is no such day.";
    NUMBER_INVALID = "roster-number-invalid" :
        "这一格应当是一个数。" /
        "The cell should hold a number.";
    IDENTIFIER_ELSEWHERE = "roster-identifier-elsewhere" :
        "这一列可能会公开，格子里却像是证件号码或手机号。" /
        "An identity or mobile number stands in a column that may be shown.";
    DUPLICATE_PERSON = "roster-duplicate-person" :
        "两行的证件号码相同，是同一个人。" /
        "Two rows hold the same identity number.";
    DUPLICATE_HOUSEHOLD = "roster-duplicate-household" :
        "两户的户编号相同。" /
        "Two households have the same number.";
    SIZE_DIFFERS = "roster-size-differs" :
        "填写的人口数和列出的人数不一样。" /
        "The stated size differs from the members listed.";
    DATE_ORDER = "roster-date-order" :
        "日期先后不对：先有线索，再入户核查，再民主评议。" /
        "Dates are out of order: lead, visit, review.";
    DATE_FUTURE = "roster-date-future" :
        "日期晚于公示所定的日子。" /
        "A date lies after the day of the notice.";
    CLOSED_EARLY = "ledger-closed-early" :
        "台账里销号日期早于发现日期。先发现，后解决，再销号。请核对两个日期。" /
        "A problem is closed before it was found. Check both days.";
    CLOSED_NO_DAY = "ledger-closed-without-day" :
        "台账里写了已经销号（或者写了验收人），却没有销号日期。解决一户销号一户，要写明是哪一天。" /
        "A problem is said to be closed, or has somebody who accepted it, but no day.";
    CLOSED_OPEN = "ledger-closed-and-open" :
        "台账里有销号日期，另一格却写着还没有销号。请改成一致。" /
        "A problem has a closing day and is said to be open.";
    OTHER_VILLAGE = "roster-other-village" :
        "这一户的村名和公示的村不一样，可能拿错了名册。" /
        "The household belongs to another village than the notice.";
    TITLE_VILLAGE = "roster-title-village" :
        "名册的标题、工作表名称或文件名里写的村，不是这份公示的村，可能拿错了名册。" /
        "The title, tab or file name speaks of another village than the notice.";
    TITLE_KIND = "roster-title-kind" :
        "名册的标题写的是另一种名单：公示是纳入、认定，标题却写消除、退出，或者反过来。把要退出的户当成新纳入的公示，就把别人的事说错了。请核对名册和公示文件的 kind。" /
        "The title speaks of households that leave, the notice of those that come, or the other way round.";
}
