//! Everyday words for things that titles call otherwise: who types `antivirus` wants the control on
//! malware.

/// An everyday word, and the word of a title that it stands for.
const WORDS: &[(&str, &str)] = &[
    ("alarm", "monitoring"),
    ("antivirus", "malware"),
    ("anonymisation", "masking"),
    ("anonymization", "masking"),
    ("background", "screening"),
    ("badge", "entry"),
    ("breach", "incidents"),
    ("camera", "monitoring"),
    ("certificate", "cryptography"),
    ("cipher", "cryptography"),
    ("copyright", "intellectual"),
    ("crisis", "disruption"),
    ("disaster", "continuity"),
    ("dismissal", "termination"),
    ("drill", "continuity"),
    ("electricity", "utilities"),
    ("employee", "employment"),
    ("encryption", "cryptographic"),
    ("encryption", "cryptography"),
    ("erasure", "deletion"),
    ("fence", "perimeters"),
    ("firewall", "networks"),
    ("forensics", "evidence"),
    ("gdpr", "pii"),
    ("hardening", "configuration"),
    ("home", "remote"),
    ("joiner", "screening"),
    ("laptop", "endpoint"),
    ("leaver", "termination"),
    ("leaver", "return"),
    ("lessons", "learning"),
    ("licence", "intellectual"),
    ("license", "intellectual"),
    ("lock", "entry"),
    ("login", "authentication"),
    ("mobile", "endpoint"),
    ("outage", "disruption"),
    ("outsourcing", "outsourced"),
    ("password", "authentication"),
    ("patch", "vulnerabilities"),
    ("pentest", "testing"),
    ("permission", "rights"),
    ("phishing", "awareness"),
    ("phone", "endpoint"),
    ("power", "utilities"),
    ("programming", "coding"),
    ("proxy", "filtering"),
    ("ransomware", "malware"),
    ("retention", "records"),
    ("shredding", "disposal"),
    ("siem", "monitoring"),
    ("smartphone", "endpoint"),
    ("statutes", "legal"),
    ("tailgating", "entry"),
    ("tape", "media"),
    ("tests", "testing"),
    ("timestamp", "clock"),
    ("trojan", "malware"),
    ("usb", "media"),
    ("vendor", "supplier"),
    ("vetting", "screening"),
    ("virus", "malware"),
    ("visitor", "entry"),
    ("vlan", "networks"),
    ("water", "utilities"),
    ("wiping", "deletion"),
    ("wiring", "cabling"),
];

/// The words of titles that a word stands for; its beginning does.
pub(super) fn meant(word: &str) -> impl Iterator<Item = &'static str> + '_ {
    let begins = move |everyday: &str| {
        word.len() > 2 && everyday.starts_with(word)
        // `licences`, `viruses`
        || everyday.len() > 3 && word.strip_prefix(everyday).is_some_and(|end| end.len() < 3)
    };
    WORDS.iter().filter(move |(everyday, _)| begins(everyday)).map(|(_, title)| *title)
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn beginnings_and_plurals() {
        let all = |word| meant(word).collect::<Vec<_>>();
        assert_eq!(all("virus"), ["malware"]);
        assert_eq!(all("viruses"), ["malware"]);
        assert_eq!(all("encryp"), ["cryptographic", "cryptography"]);
        assert_eq!(all("virtual"), [""; 0]);
        assert_eq!(all("vi"), [""; 0]);
    }
}
