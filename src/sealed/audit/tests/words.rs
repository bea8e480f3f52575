//! Villagers who are called like words of the program.

use super::*;

fn clears(html: &str, fragments: &[Fragment]) -> bool {
    let roster = roster_of(&[
        &[&[("name", "公示")]],
        &[&[("name", "全文")]],
        &[&[("name", "张桂兰")]],
        &[&[("name", "李四")]],
    ]);
    let mut declared = declared();
    declared.built_in.insert("themes/default/templates/base.html".into());
    declared.written = vec!["李四".into()];
    let gate = Gate::new(&[&roster], &classify, &declared);
    gate.clear(vec![Arc::new(draft("public/a.html", Media::Html, html, fragments))]).is_ok()
}

/// 公示 stands beside the township's name in the title of the feed, before the address in a picture, in a tile.
#[test]
fn a_word_of_the_program_was_taken_for_a_villager_where_another_text_touches_it() {
    let theme = |text: &str| open(text, "themes/default/templates/base.html");
    let township = open("云台乡", "township.toml");
    assert!(clears("<a title='云台乡公示'>x</a>", &[theme("公示"), township.clone()]));
    assert!(clears("<strong>公示</strong><span>按月份</span>", &[theme("公示"), theme("按月份")]));
    assert!(clears("<p>打开网上公示yuntai.example</p>", &[open("打开网上公示", "程序")]));
    assert!(clears("<p>念稿子的人：全文476字</p>", &[open("念稿子的人：全文476字", "程序")]));
    // Beside nothing that is declared, and in a theme of the workspace, it stays a name.
    assert!(!clears("<td>户主公示李</td>", &[theme("公示")]));
    assert!(!clears("<td>云台乡公示李</td>", &[theme("公示"), township]));
}

#[test]
fn what_a_workspace_writes_into_a_sentence_of_the_program_is_no_word_of_the_program() {
    for text in ["请找李四反映", "请找张桂兰反映"] {
        assert!(!clears(&format!("<p>{text}</p>"), &[open(text, "程序")]), "{text}");
    }
}
