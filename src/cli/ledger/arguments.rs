//! What may be typed after the ledger's commands.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What every entry has.
#[derive(Debug, Args)]
pub(in crate::cli) struct Entry {
    /// 公示，例如 villages/hongqi/notices/2025-03-identify，或者 红旗村 identify
    #[arg(value_name = "公示", required = true, num_args = 1.., help_heading = "参数")]
    pub(super) notice: Vec<String>,
    /// 哪一天的事；不写就是今天
    #[arg(long, value_name = "日期", help_heading = "选项")]
    pub(super) day: Option<NaiveDate>,
    /// 经办的单位或干部；不写就是村民委员会
    #[arg(long, value_name = "经办", help_heading = "选项")]
    pub(super) by: Option<String>,
    /// 电脑的日期早于台账最后一条时，写明原因
    #[arg(long, value_name = "原因", help_heading = "选项")]
    pub(super) note: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum LedgerCommand {
    /// 记：贴好了（更正以后重新贴的也用它）
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Post {
        #[command(flatten)]
        entry: Entry,
        /// 贴在哪里，可以写多个；不写就是公示文件或村文件里写的公开栏
        #[arg(long, value_name = "地点", help_heading = "选项")]
        place: Vec<String>,
        /// 照片：先近照（看得清字），后远照（认得出地方）
        #[arg(long, value_name = "照片", help_heading = "选项")]
        photo: Vec<PathBuf>,
        /// 贴的那份文件，可以写多个；不写就到输出文件夹里找
        #[arg(long, value_name = "文件", help_heading = "选项")]
        paper: Vec<PathBuf>,
        /// 贴的是第几次付印的；不写就是最近一次
        #[arg(long, value_name = "次数", help_heading = "选项")]
        print: Option<u32>,
        /// 输出文件夹；不写就是工作区旁边的 dist
        #[arg(long, value_name = "文件夹", help_heading = "选项")]
        out: Option<PathBuf>,
    },
    /// 付印：签齐的公示做成打印稿，编上付印号，留存一份；不付印直接张贴也可以
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Print {
        #[command(flatten)]
        entry: Entry,
        /// 已经付印过的，再付印一次（纸坏了，或者换了纸张大小）
        #[arg(long, help_heading = "选项")]
        again: bool,
    },
    /// 记：收到一件异议（只记件数，不记是谁、说了什么）
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Object {
        #[command(flatten)]
        entry: Entry,
        /// 第几件
        #[arg(long, value_name = "件数", default_value_t = 1, help_heading = "选项")]
        number: u32,
        /// 异议登记表（不公开，自己保管）：台账只记它的摘要
        #[arg(long, value_name = "文件", help_heading = "选项")]
        file: Option<PathBuf>,
    },
    /// 记：一件异议答复了
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Answer {
        #[command(flatten)]
        entry: Entry,
        /// 第几件；只有一件时不用写
        #[arg(long, value_name = "件数", help_heading = "选项")]
        number: Option<u32>,
        /// 异议成立，采纳了；不写就是不成立
        #[arg(long, help_heading = "选项")]
        upheld: bool,
        /// 答复文书（不公开，自己保管）：台账只记它的摘要
        #[arg(long, value_name = "文件", help_heading = "选项")]
        file: Option<PathBuf>,
    },
    /// 记：公示内容更正了，要重新公示；只是笔误的写 --typo
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Amend {
        #[command(flatten)]
        entry: Entry,
        /// 事由（会公开，不写个人信息）
        #[arg(long, value_name = "事由", required_unless_present = "calendar", help_heading = "选项")]
        reason: Option<String>,
        /// 只是笔误：公示期照算，不用重新公示
        #[arg(long, help_heading = "选项")]
        typo: bool,
        /// 只换电话、地点：公示期照算，下一版一个人签字
        #[arg(long, conflicts_with = "typo", help_heading = "选项")]
        contact: bool,
        /// 放假安排有文件改了：最后一天照新的放假表推迟，不用再签字
        #[arg(long, conflicts_with_all = ["typo", "contact"], requires = "number", help_heading = "选项")]
        calendar: bool,
        /// 改放假安排的文件的文号
        #[arg(long, value_name = "文号", requires = "calendar", help_heading = "选项")]
        number: Option<String>,
    },
    /// 记：公示撤回了；或者用 --row 撤下名册里的一户，不说原因
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Withdraw {
        #[command(flatten)]
        entry: Entry,
        /// 名册里这一户户主在第几行（表格软件左边的行号）
        #[arg(long, value_name = "行号", help_heading = "选项")]
        row: Option<u32>,
        /// 不再问“是不是这一户”
        #[arg(long, requires = "row", help_heading = "选项")]
        yes: bool,
    },
    /// 记：公示期满，公示结束
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Close {
        #[command(flatten)]
        entry: Entry,
    },
    /// 记：结果公告了
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Announce {
        #[command(flatten)]
        entry: Entry,
        /// 公告的文号
        #[arg(long, value_name = "文号", help_heading = "选项")]
        number: Option<String>,
    },
    /// 记：一个步骤办完了（--step）；公示写成 duty/名称 就是一件定期事项办完了
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Done {
        #[command(flatten)]
        entry: Entry,
        /// 政策包里步骤的名称
        #[arg(long, value_name = "步骤", help_heading = "选项")]
        step: Option<String>,
        /// 定期事项应办的那一天；不写就是最近的一次
        #[arg(long, value_name = "日期", help_heading = "选项")]
        due: Option<NaiveDate>,
    },
    /// 乡镇见证台账：给现在的最后一条签字，以后少一条都看得出来
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Witness {
        /// 乡镇的私钥文件；公钥要放在各村通用的地方，不放进村文件夹
        #[arg(long, value_name = "私钥", help_heading = "选项")]
        key: PathBuf,
        /// 电脑的日期早于台账最后一条时，写明原因
        #[arg(long, value_name = "原因", help_heading = "选项")]
        note: Option<String>,
    },
}

impl Entry {
    /// The notice as it was typed, in one word or several.
    pub(super) fn notice(&self) -> String {
        self.notice.join(" ")
    }
}

impl LedgerCommand {
    /// What every entry about a notice has.
    pub(super) fn entry(&self) -> Option<&Entry> {
        match self {
            Self::Post { entry, .. }
            | Self::Print { entry, .. }
            | Self::Object { entry, .. }
            | Self::Answer { entry, .. }
            | Self::Amend { entry, .. }
            | Self::Withdraw { entry, .. }
            | Self::Close { entry }
            | Self::Announce { entry, .. }
            | Self::Done { entry, .. } => Some(entry),
            Self::Witness { .. } => None,
        }
    }
}
