//! Reads the catalogues, correspondences and overlays in a parsed file.

use annexa_syntax::{
    CorrespondenceEntry, Declaration, DeclarationKind, Document, FieldValue, Item, ItemKey,
    Keyword, ListItemDeclaration, Place, SmolStr,
};

use rustc_hash::FxHashMap;

use crate::{
    Amendment, Annex, AnnexTitle, Attributes, Catalogue, Correspondence, DocumentEdition, FileId,
    Layout, ListItem, Location, Overlay, OverlayEntry, OverlayItem, OverlayText, Pair, Point,
    Provision, ProvisionId, ProvisionKind, natural_order,
};

/// The bases that a file declares.
#[derive(Clone, Default, Debug)]
pub struct BaseFile {
    /// The catalogues, in source order.
    pub catalogues: Vec<Catalogue>,
    /// The correspondences, in source order.
    pub correspondences: Vec<Correspondence>,
    /// The overlays, in source order.
    pub overlays: Vec<Overlay>,
}

/// The head to which the following entries belong.
enum Head {
    Catalogue,
    Overlay,
    Nothing,
}

/// Reads the catalogues, correspondences and overlays of a file. Parts with syntax errors are
/// omitted; the document reports these errors.
pub fn read(document: &Document, file: FileId) -> BaseFile {
    let mut read = BaseFile::default();
    let mut head = Head::Nothing;
    for (start, item) in document.items_with_starts_from(0) {
        for declaration in item.declarations() {
            let place = Places { file, key: start.key, item };
            match declaration.kind {
                DeclarationKind::Catalogue => {
                    head = Head::Nothing;
                    if let Some(catalogue) = catalogue(declaration, place) {
                        read.catalogues.push(catalogue);
                        head = Head::Catalogue;
                    }
                }
                DeclarationKind::Overlay => {
                    head = Head::Nothing;
                    if let Some(document) = declaration.documents.first() {
                        read.overlays.push(Overlay {
                            document: document.into(),
                            entries: Vec::new(),
                            location: place.of(document.range),
                        });
                        head = Head::Overlay;
                    }
                }
                DeclarationKind::Correspondence => {
                    head = Head::Nothing;
                    read.correspondences.extend(correspondence(declaration, place));
                }
                kind if kind.is_catalogue_entry() => match head {
                    Head::Catalogue => {
                        if let Some(catalogue) = read.catalogues.last_mut() {
                            entry(catalogue, declaration, place);
                        }
                    }
                    Head::Overlay => {
                        if let Some(overlay) = read.overlays.last_mut() {
                            overlay.entries.extend(overlay_entry(declaration, place));
                        }
                    }
                    Head::Nothing => {}
                },
                _ => head = Head::Nothing,
            }
        }
    }
    read.catalogues.iter_mut().for_each(order);
    read
}

#[derive(Clone, Copy)]
struct Places<'a> {
    file: FileId,
    key: ItemKey,
    item: &'a Item,
}

impl Places<'_> {
    fn of(self, range: annexa_syntax::TextRange) -> Location {
        Location { file: self.file, item: self.key, range }
    }
}

fn catalogue(declaration: &Declaration, place: Places<'_>) -> Option<Catalogue> {
    let document = declaration.documents.first()?;
    Some(Catalogue {
        document: document.into(),
        title: title(declaration),
        layout: match declaration.word(Keyword::Layout).map(|word| word.value.as_str()) {
            Some("attributes") => Layout::Attributes,
            Some("objectives") => Layout::Objectives,
            _ => Layout::Plain,
        },
        supersedes: match declaration.field(Keyword::Supersedes).map(|field| &field.value) {
            Some(FieldValue::Designation(designation)) => Some((&**designation).into()),
            _ => None,
        },
        provisions: Vec::new(),
        fronts: Vec::new(),
        annexes: Vec::new(),
        amendments: Vec::new(),
        location: place.of(document.range),
        by_number: Default::default(),
    })
}

fn title(declaration: &Declaration) -> SmolStr {
    declaration.title.as_ref().map(|title| title.value.clone()).unwrap_or_default()
}

fn summary(declaration: &Declaration, place: Places<'_>) -> Option<String> {
    declaration.text(Keyword::Summary).map(|text| text.value(place.item))
}

fn entry(catalogue: &mut Catalogue, declaration: &Declaration, place: Places<'_>) {
    match declaration.kind {
        DeclarationKind::Annex => {
            let (Some(letter), Some(document)) =
                (&declaration.label, declaration.documents.first())
            else {
                return;
            };
            catalogue.annexes.push(Annex {
                letter: letter.value.clone(),
                title: title(declaration),
                document: DocumentEdition::from(document),
                titles: titles_in_annex(declaration),
                location: place.of(letter.range),
            });
        }
        DeclarationKind::Amendment => {
            let (Some(name), Some(clause)) =
                (&declaration.title, declaration.word(Keyword::Clause))
            else {
                return;
            };
            catalogue.amendments.push(Amendment {
                name: name.value.clone(),
                clause: clause.value.clone(),
                summary: summary(declaration, place),
                location: place.of(name.range),
            });
        }
        _ => {
            let (Some(number), Some(kind)) =
                (&declaration.label, ProvisionKind::of(declaration.kind))
            else {
                return;
            };
            let values =
                |field| declaration.words(field).iter().map(|word| word.value.clone()).collect();
            let provisions = match kind {
                ProvisionKind::Front => &mut catalogue.fronts,
                _ => &mut catalogue.provisions,
            };
            provisions.push(Provision {
                number: number.value.clone(),
                kind,
                title: title(declaration),
                items: list_items(declaration, place),
                attributes: Attributes {
                    types: values(Keyword::Type),
                    properties: values(Keyword::Properties),
                    concepts: values(Keyword::Concepts),
                    capabilities: values(Keyword::Capabilities),
                    domains: values(Keyword::Domains),
                },
                summary: summary(declaration, place),
                words: values(Keyword::Words),
                parent: None,
                children: Vec::new(),
                location: place.of(number.range),
            });
        }
    }
}

fn titles_in_annex(declaration: &Declaration) -> Vec<AnnexTitle> {
    let titles = declaration.fields(Keyword::Title).filter_map(|field| match &field.value {
        FieldValue::TitleOfProvision { number, title: Some(title) } => {
            Some(AnnexTitle { number: number.value.clone(), title: title.value.clone() })
        }
        _ => None,
    });
    titles.collect()
}

fn item_declarations(declaration: &Declaration) -> impl Iterator<Item = &ListItemDeclaration> {
    declaration.fields(Keyword::Item).filter_map(|field| match &field.value {
        FieldValue::Item(item) => Some(&**item),
        _ => None,
    })
}

fn list_items(declaration: &Declaration, place: Places<'_>) -> Vec<ListItem> {
    fn list_item(item: &ListItemDeclaration, place: Places<'_>) -> ListItem {
        ListItem {
            mark: item.mark.value.clone(),
            items: item.items.iter().map(|item| list_item(item, place)).collect(),
            location: place.of(item.mark.range),
        }
    }
    item_declarations(declaration).map(|item| list_item(item, place)).collect()
}

/// Sorts the provisions and the front clauses by number.
fn order(catalogue: &mut Catalogue) {
    let Catalogue { provisions, fronts, by_number, .. } = catalogue;
    nest(provisions, 0, by_number);
    nest(fronts, provisions.len(), by_number);
}

/// Sorts provisions by number and finds the parent of each: the one whose number is its own without
/// the last part, or the last two. `first` is the index of the first.
fn nest(
    provisions: &mut [Provision],
    first: usize,
    by_number: &mut FxHashMap<SmolStr, ProvisionId>,
) {
    provisions.sort_by(|a, b| natural_order(&a.number, &b.number));
    for (index, provision) in provisions.iter().enumerate() {
        let id = ProvisionId((first + index) as u32);
        // The first of two with the same number represents both; a rule reports the other.
        by_number.entry(provision.number.clone()).or_insert(id);
    }
    for index in 0..provisions.len() {
        let found = above(&provisions[index].number).find_map(|number| by_number.get(number));
        // A front clause is never the parent of a provision, nor the reverse.
        let parent = found.and_then(|id| (id.0 as usize).checked_sub(first));
        let Some(parent) = parent.filter(|&parent| parent != index) else { continue };
        let Some(above) = provisions.get_mut(parent) else { continue };
        above.children.push(ProvisionId((first + index) as u32));
        provisions[index].parent = Some(ProvisionId((first + parent) as u32));
    }
}

/// Returns the numbers above one: `5.1` and `5` above `5.1.1`.
fn above(number: &str) -> impl Iterator<Item = &str> {
    let mut rest = number;
    std::iter::from_fn(move || {
        rest = rest.rsplit_once('.')?.0;
        Some(rest)
    })
}

fn correspondence(declaration: &Declaration, place: Places<'_>) -> Option<Correspondence> {
    let [from, to] = declaration.documents.as_slice() else { return None };
    let mut correspondence = Correspondence {
        from: from.into(),
        to: to.into(),
        pairs: Vec::new(),
        rest_unchanged: false,
        new: Vec::new(),
        location: place.of(from.range),
    };
    for entry in &declaration.correspondence {
        match entry {
            CorrespondenceEntry::RestUnchanged => correspondence.rest_unchanged = true,
            CorrespondenceEntry::Pair(from, to) => correspondence.pairs.push(Pair {
                from: point(from),
                to: point(to),
                locations: [place.of(from.range), place.of(to.range)],
            }),
            CorrespondenceEntry::New(new) => correspondence.new.push(point(new)),
        }
    }
    Some(correspondence)
}

fn point(place: &Place) -> Point {
    Point { number: place.provision.clone(), items: place.items.clone() }
}

fn overlay_entry(declaration: &Declaration, place: Places<'_>) -> Option<OverlayEntry> {
    fn overlay_item(item: &ListItemDeclaration, place: Places<'_>) -> OverlayItem {
        OverlayItem {
            mark: item.mark.value.clone(),
            value: item.text.as_ref().map(|text| text.value(place.item)),
            items: item.items.iter().map(|item| overlay_item(item, place)).collect(),
            location: place.of(item.mark.range),
        }
    }
    let number = declaration.label.as_ref()?;
    Some(OverlayEntry {
        number: number.value.clone(),
        kind: ProvisionKind::of(declaration.kind)?,
        texts: declaration
            .fields
            .iter()
            .filter_map(|field| {
                Some(OverlayText {
                    part: field.name,
                    value: field.text()?.value(place.item),
                    location: place.of(field.text()?.range),
                })
            })
            .collect(),
        items: item_declarations(declaration).map(|item| overlay_item(item, place)).collect(),
        location: place.of(number.range),
    })
}
