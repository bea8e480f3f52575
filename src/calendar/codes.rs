//! Codes of the calendar room.

crate::codes! {
    BAD_TABLE = "calendar-bad-table":
        "放假调休表（policies/calendar/年份.toml）写得不合格式。表里应有 year、[[notice]]（title、verified，有的话写 number、date）和 [[holiday]]（name、first、last、work）。请照相邻年份的表改。"
        / "A holiday table is not written as expected: it holds year, [[notice]] and [[holiday]] entries. Follow the table of a neighbouring year.";
    WRONG_DATE = "calendar-wrong-date":
        "放假调休表里的一个日期不可能对：不在本年、末日早于首日、调休上班日不是周末，或同一天写了两次。日期错了公示期就会错，所以停下。请对照国务院办公厅通知更正。"
        / "A date in a holiday table cannot be right: outside its year, last before first, a make-up workday that is no weekend, or one day named twice. Correct it from the State Council's notice.";
    DUPLICATE_TABLE = "calendar-duplicate-table":
        "同一年（同一地区）有两张放假调休表，不知道该信哪一张。请删去一张。"
        / "Two holiday tables cover one year (of one region). Delete one.";
    UNKNOWN_REGION = "calendar-unknown-region":
        "指定了地方性假日的地区，却没有这个地区的表。请添上 kind = \"local\" 的表，或改正地区名。"
        / "A region with local holidays is named but has no table. Add one with kind = \"local\", or correct the name.";
    UNKNOWN_RULE = "period-unknown-rule":
        "计期规则只有三种：posting-day-counts（张贴当日计入）、next-day（次日起算）、next-day-rollover（次日起算，末日遇休息日顺延；民法典第二百零一条、第二百零三条）。"
        / "There are three counting rules: posting-day-counts, next-day, next-day-rollover (Civil Code 201 and 203).";
    NO_DAYS = "period-no-days":
        "期限是0天，没有可数的日子。请写明至少1天。"
        / "The period has no days. State at least one.";
    UNCOVERED_YEAR = "period-uncovered-year":
        "期限数到了还没有放假调休表的年份。没有国务院办公厅的通知，就不知道哪天上班，程序不猜。请等通知公布后把该年的表放进 policies/calendar/，写明文号。"
        / "The count runs into a year without a holiday table. Without the State Council's notice nobody knows the workdays, and we never guess. Add that year's table with its document number.";
}
