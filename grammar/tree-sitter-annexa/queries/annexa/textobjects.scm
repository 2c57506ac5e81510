(declaration) @class.outer
(declaration body: (block) @class.inner)
(field) @function.outer
(text) @function.inner
(comment) @comment.outer
