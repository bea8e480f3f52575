//! What may be typed. Chinese help; the names of commands and options are a contract with scripts.

use crate::calendar::Month;
use chrono::NaiveDate;
use clap::error::{ContextKind, ErrorKind};
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;

const AFTER: &str =
    "退出码：0 没有问题；1 有要改的地方；2 拒绝发布（签字不对或发现泄露）；3 电脑环境有问题（字体、磁盘）。";

/// 明白：把签过字的名册和政策文件变成公示、明白纸和存档
#[derive(Debug, Parser)]
#[command(
    name = "mingbai", version, after_help = AFTER,
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}",
    subcommand_help_heading = "命令", disable_help_subcommand = true,
    disable_help_flag = true, disable_version_flag = true
)]
pub(super) struct Arguments {
    /// 工作区文件夹（有 township.toml 的那个）；不写就用当前文件夹；当前文件夹不是工作区时，用里面的 content，再往上一层层找
    #[arg(short = 'C', value_name = "工作区", global = true, help_heading = "选项")]
    pub(super) workspace: Option<PathBuf>,
    /// 按这一天计算，例如 2025-04-10；不写就按今天（北京时间）；用它记台账就是演练
    #[arg(long, value_name = "日期", global = true, help_heading = "选项")]
    pub(super) today: Option<NaiveDate>,
    /// 输出给机器读的 JSON
    #[arg(long, global = true, help_heading = "选项")]
    pub(super) json: bool,
    /// 显示帮助
    #[arg(short = 'h', long, global = true, action = clap::ArgAction::Help, help_heading = "选项")]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "选项")]
    version: Option<bool>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 新建工作区，带一个马上能用的样例
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Init {
        /// 新文件夹
        #[arg(value_name = "文件夹", help_heading = "参数")]
        dir: PathBuf,
        /// 用哪个政策包
        #[arg(long, value_name = "政策包", help_heading = "选项")]
        pack: Option<String>,
    },
    /// 检查，不写任何文件
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Check,
    /// 生成网站（public）、张贴用的打印稿（board）、群图（chat）、广播稿（loudspeaker）和发给农户的材料（private）
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Build {
        /// 输出文件夹；不写就是工作区旁边的 dist
        #[arg(long, value_name = "文件夹", help_heading = "选项")]
        out: Option<PathBuf>,
    },
    /// 拿名册去查一个文件夹里有没有泄露；有泄露退出码是 2
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Audit {
        /// 要查的文件夹
        #[arg(value_name = "文件夹", help_heading = "参数")]
        dir: PathBuf,
        /// 名册文件，可以写多个
        #[arg(long, value_name = "名册", required = true, num_args = 1.., help_heading = "选项")]
        roster: Vec<PathBuf>,
    },
    /// 看各村公示到了哪一步、还剩几天、下一步做什么
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Status {
        /// 只看这么多天以内到期的
        #[arg(long, value_name = "天数", help_heading = "选项")]
        due: Option<i64>,
    },
    /// 看名单里有多少户和别的户都不一样、容易被认出来，怎样改最有用；只说数目
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Risk {
        /// 某一份公示；不写就看全部公示，没签字的也看
        #[arg(value_name = "公示", num_args = 0.., help_heading = "参数")]
        notice: Vec<String>,
    },
    /// 拟出一份公示稿给签字人看：标题、日期、户数人数、公开哪些栏、打印样张；和上一稿有什么不同
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Proof {
        /// 公示，例如 villages/hongqi/notices/2025-03-identify，或者 红旗村 identify
        #[arg(value_name = "公示", required_unless_present = "taken", num_args = 0.., help_heading = "参数")]
        notice: Vec<String>,
        /// 另存成一个送签文件，拿到别的电脑上看、签字
        #[arg(long, value_name = "文件", conflicts_with = "taken", help_heading = "选项")]
        out: Option<PathBuf>,
        /// 签妥、还没有付印张贴的，只改张贴日：公示文件里的日期一起改，声明写明只改日期
        #[arg(long, value_name = "日期", conflicts_with = "taken", help_heading = "选项")]
        posted: Option<NaiveDate>,
        /// 收回签过字的送签文件
        #[arg(long = "in", value_name = "文件", help_heading = "选项")]
        taken: Option<PathBuf>,
    },
    /// 做一对签字用的钥匙
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Keygen {
        /// 角色，例如 村民委员会
        #[arg(long, value_name = "角色", help_heading = "选项")]
        role: String,
        /// 签字人姓名
        #[arg(long, value_name = "姓名", help_heading = "选项")]
        name: String,
        /// 文件名（不带结尾）：写出 文件.key 和 文件.pub
        #[arg(long, value_name = "文件", help_heading = "选项")]
        out: PathBuf,
    },
    /// 给一份公示签字
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Sign {
        /// 公示，例如 villages/hongqi/notices/2025-03-identify，或者 红旗村 identify
        #[arg(value_name = "公示", required = true, num_args = 1.., help_heading = "参数")]
        notice: Vec<String>,
        /// 私钥文件
        #[arg(long, value_name = "私钥", help_heading = "选项")]
        key: PathBuf,
    },
    /// 打印一张签字单，给不用密钥的人在纸上签字
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Sheet(super::paper::SheetArguments),
    /// 登记纸上的签字；或者用 --refuse 记下不同意
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Approve(super::paper::ApproveArguments),
    /// 在台账里登记公钥：谁的、哪个角色、从哪天到哪天；或者撤销
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Key(super::key::KeyArguments),
    /// 把旧版的工作区换成现在的样子，沿用原来的签字
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Upgrade {
        /// 不再问，直接换
        #[arg(long, help_heading = "选项")]
        yes: bool,
    },
    /// 核对签字和台账；指向一个归档包时，核对它有没有被改动
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Verify {
        /// 某一份公示，或者一个归档包的文件夹；写 ledger 只核对台账；不写就核对全部公示和台账
        #[arg(value_name = "公示或归档包", num_args = 0.., help_heading = "参数")]
        path: Vec<String>,
        /// 公示上印的台账末条（前16位就够）：台账里应当有它
        #[arg(long, value_name = "末条", help_heading = "选项")]
        head: Option<String>,
    },
    #[command(flatten)]
    Ledger(super::ledger::LedgerCommand),
    /// 归档：把结束了的公示装成档案部门能核对的归档包
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Archive {
        /// 某一份公示
        #[arg(
            value_name = "公示",
            num_args = 0..,
            required_unless_present = "month",
            conflicts_with = "month",
            help_heading = "参数"
        )]
        notice: Vec<String>,
        /// 这个月结束的全部公示，例如 2025-04
        #[arg(long, value_name = "月份", value_parser = month, help_heading = "选项")]
        month: Option<NaiveDate>,
        /// 归档包放在哪个文件夹里；不写就是工作区旁边的 archive
        #[arg(long, value_name = "文件夹", help_heading = "选项")]
        out: Option<PathBuf>,
    },
    /// 那一天公示着什么、贴在哪里、谁签的字
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    AsOf {
        /// 哪一天
        #[arg(value_name = "日期", help_heading = "参数")]
        day: NaiveDate,
        /// 列出那一天网站上的每个文件
        #[arg(long, help_heading = "选项")]
        site: bool,
    },
    /// 发布网站：放进一个文件夹，或者打成一个包；先说清楚哪些网页会消失
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Publish {
        /// 放进这个文件夹（网站服务器的目录、优盘）；旧网页会撤下，别的文件不动
        #[arg(
            long,
            value_name = "文件夹",
            required_unless_present = "pack",
            conflicts_with = "pack",
            help_heading = "选项"
        )]
        to: Option<PathBuf>,
        /// 打成一个包：文件名以 .zip 或 .tar.gz 结尾
        #[arg(long, value_name = "文件", help_heading = "选项")]
        pack: Option<PathBuf>,
        /// 只说会变什么，什么也不写
        #[arg(long, help_heading = "选项")]
        dry_run: bool,
    },
    /// 说明一个代码是什么意思
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Explain {
        /// 代码，例如 roster-bad-id-number
        #[arg(value_name = "代码", help_heading = "参数")]
        code: String,
    },
    /// 一天一天说明公示期怎么算；或者说明收入从哪个月算到哪个月
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    ExplainPeriod {
        /// 张贴日
        #[arg(long, value_name = "日期", required_unless_present = "income", help_heading = "选项")]
        from: Option<NaiveDate>,
        /// 多少天
        #[arg(
            long,
            value_name = "天数",
            conflicts_with = "working",
            required_unless_present_any = ["working", "income"],
            help_heading = "选项"
        )]
        days: Option<u16>,
        /// 多少个工作日
        #[arg(long, value_name = "天数", help_heading = "选项")]
        working: Option<u16>,
        /// 规则：posting-day-counts、next-day、next-day-rollover
        #[arg(long, value_name = "规则", default_value = "next-day-rollover", help_heading = "选项")]
        rule: String,
        /// 纳入监测的年月，例如 2020-06：说明收入从哪个月算到哪个月
        #[arg(
            long,
            value_name = "年月",
            conflicts_with_all = ["from", "days", "working"],
            help_heading = "选项"
        )]
        income: Option<Month>,
    },
    /// 读一份政策原文：理出条款、规定和可疑的地方，写成政策包草稿
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Import {
        /// 原文，纯文本文件
        #[arg(value_name = "原文", help_heading = "参数")]
        text: PathBuf,
        /// 把草稿写进这个还不存在的文件夹；不写就只看不写
        #[arg(long, value_name = "文件夹", help_heading = "选项")]
        out: Option<PathBuf>,
    },
    /// 比对两份名单：谁两份都有，谁只在一份里；结果只给经办人员
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Diff {
        /// 甲名单（.xlsx 或 .csv，原样就行）
        #[arg(value_name = "甲名单", help_heading = "参数")]
        a: PathBuf,
        /// 乙名单
        #[arg(value_name = "乙名单", help_heading = "参数")]
        b: PathBuf,
        /// 输出文件夹，结果放在它下面的 private/diff；不写就是工作区旁边的 dist，没有工作区就是 对比结果
        #[arg(long, value_name = "文件夹", help_heading = "选项")]
        out: Option<PathBuf>,
    },
    /// 在这台电脑的浏览器里预览：改了文件一保存，页面就自己更新；不写任何文件
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Serve {
        /// 端口；不写就从 7890 开始找一个空着的
        #[arg(long, value_name = "端口", help_heading = "选项")]
        port: Option<u16>,
        /// 另给一个办公预览：每份公示什么会公开、什么不公开、谁签了字、到哪一天
        #[arg(long, help_heading = "选项")]
        office: bool,
    },
    /// 看打印用的字体齐不齐
    #[command(help_template = "{about}\n\n用法：{usage}\n\n{all-args}")]
    Fonts,
}

/// The first day of a month.
fn month(text: &str) -> Result<NaiveDate, chrono::ParseError> {
    format!("{text}-01").parse()
}

/// Parses what was typed.
pub(super) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, clap::Error> {
    Arguments::try_parse_from(arguments)
}

/// Help and version as they are, and what was not understood, in the reader's language.
pub(super) fn words(error: &clap::Error) -> String {
    let told = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let argument = told(ContextKind::InvalidArg);
    let what = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let text = error.render().to_string();
            let ours = [("[OPTIONS]", "[选项]"), ("<COMMAND>", "<命令>"), ("[default: ", "[默认 ")];
            return ours.iter().fold(text, |text, (theirs, ours)| text.replace(theirs, ours));
        }
        ErrorKind::InvalidSubcommand => format!("没有命令 {}", told(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("不认识 {argument}"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("{argument} 后面写得不对或没有写"),
        ErrorKind::MissingRequiredArgument => format!("还要写 {argument}"),
        ErrorKind::ArgumentConflict => format!("{argument} 和 {} 只能写一个", told(ContextKind::PriorArg)),
        _ => "命令写得不对".to_owned(),
    };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg].map(told).concat();
    let near = if near.is_empty() { near } else { format!("，相近的有 {near}") };
    format!("{what}{near}。看用法：mingbai --help\n")
}
