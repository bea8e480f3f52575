//! Households that nobody is: ID region 99, mobile prefix 154, bank BIN 629999, with checksums that hold.

/// A household as a row of a roster.
#[derive(Debug, Clone)]
pub(crate) struct Household {
    pub(crate) group: String,
    pub(crate) number: String,
    pub(crate) head: String,
    /// Birth date and sequence digits of the ID number.
    pub(crate) birth: String,
    pub(crate) sequence: u16,
    pub(crate) size: u8,
    pub(crate) category: String,
    pub(crate) phone: String,
    pub(crate) bank: u64,
    pub(crate) health: String,
    pub(crate) risk: String,
    pub(crate) income: u32,
    pub(crate) measures: String,
    pub(crate) note: String,
}

impl Household {
    pub(crate) fn new(row: usize, head: &str, group: &str, size: u8, category: &str) -> Self {
        Self {
            group: group.into(),
            number: format!("hq{:04}", row + 1),
            head: head.into(),
            birth: format!("19{}0{}1{}", 60 + row % 30, 1 + row % 9, row % 10),
            sequence: 111 + u16::try_from(row).unwrap(),
            size,
            category: category.into(),
            phone: format!("154{:08}", 71_300_001 + row * 7919),
            bank: 1_000_000 + u64::try_from(row).unwrap() * 104_729,
            health: if row.is_multiple_of(2) { "健康" } else { "长期慢性病" }.into(),
            risk: "因病".into(),
            income: 6000 + u32::try_from(row).unwrap() * 37,
            measures: "综合保障".into(),
            note: String::new(),
        }
    }

    pub(crate) fn id(&self) -> String {
        id_number(&format!("990244{}{:03}", self.birth, self.sequence))
    }

    pub(crate) fn bank(&self) -> String {
        luhn(&format!("629999{:012}", self.bank))
    }
}

/// Six households in two groups of three.
pub(crate) fn six() -> Vec<Household> {
    [
        ("罗启明", "1组", 3, "脱贫不稳定户"),
        ("欧阳兰", "1组", 2, "边缘易致贫户"),
        ("程素云", "1组", 4, "突发严重困难户"),
        ("姚桂林", "2组", 1, "脱贫不稳定户"),
        ("任德旺", "2组", 7, "边缘易致贫户"),
        ("孔令新", "2组", 2, "脱贫不稳定户"),
    ]
    .iter()
    .enumerate()
    .map(|(row, (head, group, size, category))| Household::new(row, head, group, *size, category))
    .collect()
}

/// A roster of one line a household, as offices keep them.
pub(crate) fn roster_csv(village: &str, households: &[Household]) -> String {
    let mut csv = String::from(
        "序号,村,组,户编号,户主姓名,身份证号,家庭人口,监测对象类别,联系电话,银行卡号,健康状况,风险类型,\
         人均纯收入,拟采取帮扶措施,备注\n",
    );
    for (row, is) in households.iter().enumerate() {
        let Household {
            group,
            number,
            head,
            size,
            category,
            phone,
            health,
            risk,
            income,
            measures,
            note,
            ..
        } = is;
        let (row, bank) = (row + 1, is.bank());
        // The people of another village are others, whatever they are called.
        let id =
            if village == "红旗村" { is.id() } else { id_number(&format!("99027{}", &is.id()[5..17])) };
        csv.push_str(&format!(
            "{row},{village},{group},{number},{head},{id},{size},{category},{phone},{bank},{health},{risk},\
             {income},{measures},{note}\n"
        ));
    }
    csv
}

/// Seventeen digits with the eighteenth (GB 11643, ISO 7064 MOD 11-2).
pub(crate) fn id_number(first: &str) -> String {
    let sum = first.bytes().fold(0, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    let last = (12 - sum) % 11;
    format!("{first}{}", if last == 10 { "X".to_owned() } else { last.to_string() })
}

/// Digits with their check digit (ISO/IEC 7812).
fn luhn(first: &str) -> String {
    let sum: u32 = first
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let digit = u32::from(digit - b'0') * if at.is_multiple_of(2) { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    format!("{first}{}", (10 - sum % 10) % 10)
}

#[test]
fn the_check_digits_of_these_people_hold() {
    assert_eq!(id_number("99024419731127576"), "990244197311275764");
    assert_eq!(luhn("629999014643687942"), "6299990146436879428");
}
