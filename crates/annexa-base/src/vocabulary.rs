//! The closed vocabularies of the five attributes (ISO/IEC 27002:2022, 4.2).

use annexa_syntax::Keyword;

/// One of the five attributes of a control (ISO/IEC 27002:2022, 4.2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Attribute {
    /// `type`: control type.
    Type,
    /// `properties`: information security properties.
    Properties,
    /// `concepts`: cybersecurity concepts.
    Concepts,
    /// `capabilities`: operational capabilities.
    Capabilities,
    /// `domains`: security domains.
    Domains,
}

/// The five attributes, in canonical order.
pub const ATTRIBUTES: &[Attribute] = &[
    Attribute::Type,
    Attribute::Properties,
    Attribute::Concepts,
    Attribute::Capabilities,
    Attribute::Domains,
];

/// The fields that only controls in the layout of 2022 have.
pub const FIELDS_OF_2022: &[Keyword] = &[
    Keyword::Type,
    Keyword::Properties,
    Keyword::Concepts,
    Keyword::Capabilities,
    Keyword::Domains,
    Keyword::Purpose,
];

/// Returns the attribute that a field gives.
pub fn attribute(field: Keyword) -> Option<Attribute> {
    ATTRIBUTES.iter().copied().find(|attribute| attribute.keyword() == field)
}

impl Attribute {
    /// Returns the field that gives the attribute.
    pub fn keyword(self) -> Keyword {
        match self {
            Attribute::Type => Keyword::Type,
            Attribute::Properties => Keyword::Properties,
            Attribute::Concepts => Keyword::Concepts,
            Attribute::Capabilities => Keyword::Capabilities,
            Attribute::Domains => Keyword::Domains,
        }
    }

    /// Returns the name of the attribute in ISO/IEC 27002.
    pub fn name(self) -> &'static str {
        match self {
            Attribute::Type => "control type",
            Attribute::Properties => "information security properties",
            Attribute::Concepts => "cybersecurity concepts",
            Attribute::Capabilities => "operational capabilities",
            Attribute::Domains => "security domains",
        }
    }

    /// Returns the permitted values, in the order of ISO/IEC 27002.
    pub fn values(self) -> &'static [&'static str] {
        match self {
            Attribute::Type => &["preventive", "detective", "corrective"],
            Attribute::Properties => &["confidentiality", "integrity", "availability"],
            Attribute::Concepts => &["identify", "protect", "detect", "respond", "recover"],
            Attribute::Capabilities => &[
                "governance",
                "asset_management",
                "information_protection",
                "human_resource_security",
                "physical_security",
                "system_and_network_security",
                "application_security",
                "secure_configuration",
                "identity_and_access_management",
                "threat_and_vulnerability_management",
                "continuity",
                "supplier_relationships_security",
                "legal_and_compliance",
                "information_security_event_management",
                "information_security_assurance",
            ],
            Attribute::Domains => {
                &["governance_and_ecosystem", "protection", "defence", "resilience"]
            }
        }
    }
}
