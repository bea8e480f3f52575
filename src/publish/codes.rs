//! Codes of the publishing room.

use crate::codes;

codes! {
    PATH = "publish-path":
        "有一个输出文件的路径不能用：不是相对路径，或含有不能用的字符，或不在该在的目录里。" /
        "An output path cannot be used: it is not relative, holds a forbidden character, or lies in the wrong folder.";
    COLLISION = "publish-collision":
        "两个输出文件在不分大小写或不分组合字符的磁盘上是同一个名字。请改掉其中一个名字。" /
        "Two output files have one name on a disk that ignores case or composition. Rename one of them.";
    BUSY = "publish-busy":
        "另一个 mingbai 正在往同一个目录发布。等它结束再试。" /
        "Another mingbai is publishing into the same folder. Wait until it has finished.";
    FOREIGN = "publish-foreign":
        "输出目录里有不是 mingbai 生成的东西。发布会换掉整个目录，所以不动它。请用 --out 另指一个目录。" /
        "The output folder holds things that mingbai did not make. Publishing replaces the whole folder, so it is left alone. Name another with `--out`.";
    OTHER_WORKSPACE = "publish-other-workspace":
        "输出目录是另一个工作区的网站。请用 --out 另指一个目录。" /
        "The output folder holds the site of another workspace. Name another folder with `--out`.";
    INSIDE = "publish-inside":
        "网站和内部材料会放进同一个文件夹，别人就看得到名册，所以拒绝：内部材料不能放进网站或张贴稿的目录，网站也不能放进工作区、build 的输出目录，或它们上面的文件夹。请另指一个目录。" /
        "The site and papers of the office would share a folder, so this is refused: nothing private goes into a published folder, and no site goes into, over or above a workspace or a build's output. Name another folder.";
    EXISTS = "publish-exists":
        "要写的文件已经存在。mingbai 不覆盖它，请换一个名字或先移走旧文件。" /
        "The file to be written exists. It is not overwritten: choose another name or move it away.";
    PACKAGE = "publish-package":
        "打包的文件名要以 .zip 或 .tar.gz 结尾。" / "The name of a package ends in .zip or .tar.gz.";
    UNSETTLED = "publish-unsettled":
        "换上新的输出时磁盘出了错：新的已经换上但没有确认存好，或者原来的暂时收在一边。请检查磁盘，再生成一次。" /
        "The disk failed while the new output was put in place: it is there but not confirmed, or the previous one lies aside. Check the disk, then build again.";
    FAILED = "publish-failed":
        "写文件没有成功。原来的输出没有动。请检查磁盘空间和目录权限，再试一次。" /
        "Writing failed. The previous output is untouched. Check space and permissions, then try again.";
}
