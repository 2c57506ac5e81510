(head "term" name: (title) @local.definition.type)
(head "add" label: (label) @local.definition)
(reference (label) @local.reference)
(term_reference name: (term_name) @local.reference)
