(term name: (title) @local.definition.type)
(addition label: (label) @local.definition)
(reference (label) @local.reference)
(term_reference name: (term_name) @local.reference)
