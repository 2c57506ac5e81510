; The first name is nvim-treesitter's, the second that of Helix.
(block) @indent.begin @indent
(block "}" @indent.branch @indent.end @outdent)
(text) @indent.auto
(comment) @indent.ignore
