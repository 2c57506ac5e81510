; Heads
(head words: _ @keyword)
[ "to" "of" "as" "for" "by" ] @keyword
[ "new" "rest" "unchanged" ] @keyword

; Fields
(field name: _ @property)
(unknown_field name: (unknown_name) @comment.warning)
(value) @constant
(rule_code) @constant
(audience) @variable.parameter
(alias) @module

; Names
(head prefix: (prefix) @module)
(title) @markup.heading
(head "term" name: (title) @type)
(designation) @string.special
(edition) @number
(label) @label
(number) @number
(item_mark) @markup.list
(string) @string

; Texts
(text [ "\"\"\"" "\"" ] @string)
(prose) @spell
(list_mark) @markup.list
[ (note_label) (example_label) ] @comment.note
(table . (row (cell (prose) @markup.heading)))
(cell "|" @punctuation.delimiter)
(escaped_brace) @string.escape
(text_reference) @markup.link
(text_reference [ "{" "}" ] @punctuation.special)
(term_reference [ "{" "}" ] @punctuation.special)
(term_reference "term" @keyword)
(term_name) @type
(figure [ "{" "}" ] @punctuation.special)
(figure "figure" @keyword)

; Verbal forms: what an auditor reads first, each in a colour of its own
(requirement) @keyword.exception
(constraint) @keyword.exception.law
(recommendation) @keyword.conditional
(permission) @keyword.modifier
(capability) @keyword.operator

(comment) @comment @spell
(block [ "{" "}" ] @punctuation.bracket)
[ "," ":" "+" "/" "->" ] @punctuation.delimiter
