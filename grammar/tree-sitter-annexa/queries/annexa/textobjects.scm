; The first name is nvim-treesitter's, the second that of Helix.
(declaration) @class.outer @class.around
(declaration body: (block) @class.inner @class.inside)
(field) @function.outer @function.around
(text) @function.inner @function.inside
(comment) @comment.outer @comment.around
