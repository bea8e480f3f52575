//! `mingbai`: parse, run, exit. The only place that exits.

use std::process::ExitCode;

fn main() -> ExitCode {
    // A panic must not print what it held in its hands: only where it happened.
    std::panic::set_hook(Box::new(|panic| {
        use std::io::Write;
        let place = panic.location().map_or_else(String::new, ToString::to_string);
        let _ =
            writeln!(std::io::stderr(), "程序出错了（{place}），没有发布任何内容。请把这一行告诉维护人。");
    }));
    ExitCode::from(mingbai::cli::run(std::env::args_os()))
}
