//! One person, one mask, everywhere in a village.

use super::super::testing::{day, pack, roster};
use super::{Masks, Register, Visible};
use crate::policy::{Channel, Pack, Technique};
use crate::proof::Secret;
use crate::sealed::disclose::disclose;

const HEADER: &str = "序号,组,户编号,户主姓名,身份证号,家庭人口,监测对象类别\n";

/// Masked names of a list in the order in which they are shown.
fn shown(rows: &str) -> Result<Vec<String>, Vec<crate::diag::Diagnostic>> {
    let pack = pack();
    let kind = pack.notice("identify").unwrap();
    let roster = roster(&format!("{HEADER}{rows}"));
    let masks = Masks::of(&[Visible { roster: &roster, kind, posted: day("2025-04-07") }], &pack)?;
    let rows = disclose(&roster, &pack, kind, Channel::Board, day("2025-04-07"), &masks)?;
    Ok(rows.table("").rows.iter().map(|row| row[2].plain()).collect())
}

#[test]
fn two_of_a_group_that_look_alike_are_told_apart_by_the_tail_of_the_household_number() {
    let names = shown(
        "1,1组,hh000012,王小明,,2,脱贫不稳定户\n2,1组,hh000031,王大明,,3,脱贫不稳定户\n3,1组,hh000007,李四,,1,脱贫不稳定户\n",
    );
    assert_eq!(names.unwrap(), ["李*", "王*明（户号尾12）", "王*明（户号尾31）"]);
}

#[test]
fn debug_of_the_masks_printed_the_id_numbers_and_names_of_the_people_told_apart() {
    let id = crate::sealed::testing::id_number("99024419700102345");
    let other = crate::sealed::testing::id_number("99024419700102346");
    let rows =
        format!("1,1组,hh000012,王小明,{id},2,脱贫不稳定户\n2,1组,hh000031,王大明,{other},3,脱贫不稳定户\n");
    let roster = roster(&format!("{HEADER}{rows}"));
    let pack = pack();
    let kind = pack.notice("identify").unwrap();
    let visible = [Visible { roster: &roster, kind, posted: day("2025-04-07") }];
    let masks = Masks::of(&visible, &pack).unwrap();
    assert_eq!(masks.told.len(), 2);
    let said = format!("{masks:?} {masks:#?} {roster:?}");
    for value in [id.as_str(), "王大明", "王小明", "000031", "000012", "王"] {
        assert!(!said.contains(value), "{said}");
    }
}

#[test]
fn two_that_cannot_be_told_apart_stop_the_build_and_both_rows_are_named() {
    let found = shown("1,1组,,张三,,2,脱贫不稳定户\n2,1组,,张五,,2,脱贫不稳定户\n").unwrap_err();
    assert_eq!(found.iter().map(|f| f.at.line).collect::<Vec<_>>(), [Some(2), Some(3)]);
    assert!(found.iter().all(|f| f.code.id == "roster-indistinguishable" && !f.to_string().contains('张')));
}

#[test]
fn two_whose_size_or_category_tells_them_apart_were_refused_as_indistinguishable() {
    let rows = "1,1组,,张三,,2,脱贫不稳定户\n2,1组,,张五,,3,脱贫不稳定户\n3,1组,,张六,,3,突发严重困难户\n";
    assert_eq!(shown(rows).unwrap(), ["张*", "张*", "张*"]);
    // A third row that is equal to one of them: these two stop, nobody else.
    let found = shown(&format!("{rows}4,1组,,张九,,3,脱贫不稳定户\n")).unwrap_err();
    assert_eq!(found.iter().map(|f| f.at.line).collect::<Vec<_>>(), [Some(3), Some(5)]);
}

#[test]
fn two_of_one_name_without_number_or_id_were_printed_as_two_equal_rows() {
    let rows = "1,1组,,张三丰,,3,脱贫不稳定户\n2,1组,,张三丰,,3,脱贫不稳定户\n3,1组,,李四,,3,脱贫不稳定户\n";
    let found = shown(rows).unwrap_err();
    assert_eq!(found.iter().map(|f| f.at.line).collect::<Vec<_>>(), [Some(2), Some(3)]);
    assert!(found.iter().all(|f| f.code.id == "roster-indistinguishable"));
    // In two groups the group tells them apart, where groups are large enough to be shown.
    let others =
        |group: u8| format!("0,{group}组,,李四,,3,脱贫不稳定户\n0,{group}组,,王五,,3,脱贫不稳定户\n");
    let two = "1,1组,,张三丰,,2,脱贫不稳定户\n2,2组,,张三丰,,3,脱贫不稳定户\n";
    let names = shown(&format!("{two}{}{}", others(1), others(2))).unwrap();
    assert_eq!(names.iter().filter(|name| *name == "张*丰").count(), 2);
}

#[test]
fn a_minor_as_head_is_shown_as_the_pack_says_and_an_adult_on_the_birthday_is_not() {
    let id = |born: &str| crate::sealed::testing::id_number(&format!("990244{born}123"));
    let rows = format!(
        "1,1组,a01,王小明,{},1,脱贫不稳定户\n2,2组,a02,李大山,{},1,脱贫不稳定户\n",
        id("20070408"),
        id("20070407")
    );
    assert_eq!(shown(&rows).unwrap(), ["未成年人户", "李*山"]);
}

#[test]
fn a_minor_without_an_id_is_known_by_birth_or_age() {
    let header = "序号,组,户编号,户主姓名,出生日期,年龄,家庭人口,监测对象类别\n";
    let rows = [
        ("2010-05-01", "", true),
        ("2007年4月", "", true),
        ("2006年", "", false),
        ("201005", "", true),
        ("20070407", "", false),
        ("", "12", true),
        ("", "17周岁", true),
        ("", "18岁", false),
        ("1960-01-01", "", false),
    ];
    for (birth, age, minor) in rows {
        let pack = pack();
        let kind = pack.notice("identify").unwrap();
        let roster = roster(&format!("{header}1,1组,a01,王小明,{birth},{age},1,脱贫不稳定户\n"));
        let posted = day("2025-04-07");
        let masks = Masks::of(&[Visible { roster: &roster, kind, posted }], &pack).unwrap();
        let shown = disclose(&roster, &pack, kind, Channel::Board, posted, &masks).unwrap();
        let name = shown.table("").rows[0][2].plain();
        assert_eq!(name, if minor { "未成年人户" } else { "王*明" }, "{birth} {age}");
    }
}

#[test]
fn a_household_number_that_names_its_people_is_never_shown() {
    let rows = "1,1组,小明家,王小明,,1,脱贫不稳定户\n2,1组,0001,王大明,,1,脱贫不稳定户\n";
    assert_eq!(shown(rows).unwrap_err()[0].code.id, "roster-unsafe-household-number");
}

#[test]
fn a_household_number_that_is_part_of_an_id_is_never_shown() {
    let id = crate::sealed::testing::id_number("99024419700102345");
    let other = crate::sealed::testing::id_number("99024419700102346");
    let rows = format!(
        "1,1组,{},王小明,{id},1,脱贫不稳定户\n2,1组,0001,王大明,{other},1,脱贫不稳定户\n",
        &id[6..15]
    );
    assert_eq!(shown(&rows).unwrap_err()[0].code.id, "roster-unsafe-household-number");
}

/// A pack that shows the last character of a name, or hides it.
fn pack_with(shows_last: bool) -> Pack {
    let mut pack = pack();
    for show in &mut pack.is.show {
        if let Technique::MaskName { last, .. } = &mut show.how {
            *last = shows_last;
        }
    }
    pack
}

/// Characters of a name that a mask shows, by their places; nothing of the tail behind it.
fn shows(mask: &str) -> Vec<bool> {
    mask.split('（').next().unwrap_or("").chars().map(|c| c != '*').collect()
}

mod over_time {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Names of three and four characters, many of them alike.
    fn person() -> impl Strategy<Value = (usize, usize)> {
        (0usize..6, 0usize..8)
    }

    const NAMES: [&str; 6] = ["王小明", "王大明", "王小海", "王小大明", "欧阳小明", "王晓明"];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        /// Three versions and another notice, whoever comes and goes, whatever the pack of the year says of last characters, and
        /// whether a list has IDs or household numbers.
        #[test]
        fn all_masks_ever_shown_of_one_person_together_hid_less_than_each(
            versions in prop::collection::vec((prop::collection::vec(person(), 1..7), any::<bool>(), any::<bool>(), 0usize..3), 2..5)
        ) {
            let secret = Secret::SAMPLE;
            let mut register = Register::new();
            let mut seen: BTreeMap<(usize, usize), Vec<bool>> = BTreeMap::new();
            for (people, shows_last, second, known_by) in versions {
                let pack = pack_with(shows_last);
                let kind = pack.notice(if second { "exit" } else { "identify" }).unwrap();
                let mut people = people;
                people.sort_unstable();
                people.dedup();
                let rows: String = people.iter().enumerate().map(|(at, (name, number))| {
                    let id = crate::sealed::testing::id_number(&format!("99024419700101{:03}", number * 10 + name));
                    let number = format!("hh{:04}", number * 10 + name);
                    let (id, number) = [(id.as_str(), number.as_str()), ("", number.as_str()), (id.as_str(), "")][known_by];
                    format!("{},1组,{number},{},{id},2,脱贫不稳定户\n", at + 1, NAMES[*name])
                }).collect();
                let roster = roster(&format!("{HEADER}{rows}"));
                let posted = day("2025-04-07");
                let visible = [Visible { roster: &roster, kind, posted }];
                let Ok(masks) = Masks::with(&visible, &pack, (&register, &secret.mac())) else { continue };
                for (household, person) in roster.households.iter().zip(&people) {
                    let shown = shows(&masks.shown(household, posted, 0, ""));
                    let ever = seen.entry(*person).or_insert_with(|| shown.clone());
                    ever.iter_mut().zip(&shown).for_each(|(ever, now)| *ever |= now);
                    prop_assert!(ever.contains(&false), "{:?} is shown whole", person);
                }
                register.extend(masks.register(&roster, &secret.mac()));
            }
        }
    }
}
