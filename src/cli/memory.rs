//! What the program holds in memory stays there: no core file 内存转储 of it is written, whatever ends it.

/// Switches core files off for this process. Where a system knows no such switch, nothing happens.
pub(super) fn keep() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        // Less may always be asked for.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
    // A handler that the kernel pipes core files to asks no limit.
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}
