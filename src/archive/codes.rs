//! What can be wrong with a bag.

crate::codes! {
    NOT_A_BAG = "bag-not-a-bag":
        "这个文件夹不是归档包：没有 bagit.txt，或者写得不对。核对是不是指错了文件夹。"
        / "The folder is no BagIt bag: bagit.txt is absent or malformed.";
    MALFORMED = "bag-malformed":
        "归档包的清单读不懂，或者写了不能用的路径。从另一份副本恢复。"
        / "A manifest of the bag cannot be read, or names an unsafe path. Restore it from another copy.";
    CHANGED = "bag-changed":
        "归档包里有一个文件和归档时不一样了。从另一份副本恢复，并查明是谁、什么时候改的。"
        / "A file of the bag is not what was archived. Restore it from another copy.";
    MISSING = "bag-missing":
        "归档包里少了一个文件。从另一份副本恢复。"
        / "A file that the bag's manifest names is missing. Restore it from another copy.";
    EXTRA = "bag-extra":
        "归档包里多了一个清单上没有的文件。移出去；要归档的重新归档。"
        / "The bag holds a file that no manifest names.";
}
