//! What a provision or a change is told by, however it is printed (LANGUAGE.md, section 4).

use uuid::Uuid;

/// The namespace of all identities. It never changes, or every identity would.
pub const NAMESPACE: Uuid = Uuid::from_u128(0x6f1c_2b8e_4d5a_5e07_9a3b_7c2d_91e0_44f6);

/// The identity of a declaration.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Identity {
    /// What it is made of: `SMX|SMX.8.35`, `SMX|refine||ISO/IEC 27001|6.1.3|c)|`.
    pub key: String,
    /// The UUIDv5 of the key.
    pub uuid: Uuid,
}

impl Identity {
    /// The identity of a key.
    pub fn of(key: String) -> Identity {
        let uuid = Uuid::new_v5(&NAMESPACE, key.as_bytes());
        Identity { key, uuid }
    }
}
