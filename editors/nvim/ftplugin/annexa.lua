-- The settings of a buffer of Annexa: comments and blanks, and what the syntax tree gives.
if vim.b.did_ftplugin then
  return
end
vim.b.did_ftplugin = 1

vim.bo.comments = '://'
vim.bo.commentstring = '// %s'
vim.bo.expandtab = true
vim.bo.shiftwidth = 2
vim.bo.softtabstop = 2
-- Texts are prose: their lines break between words, and go on below their beginning.
vim.opt_local.linebreak = true
vim.opt_local.breakindent = true
vim.cmd.compiler('annexa')
vim.b.undo_ftplugin = table.concat({
  'setlocal comments< commentstring< expandtab< shiftwidth< softtabstop< linebreak< breakindent<',
  'makeprg< errorformat< indentexpr< indentkeys< foldmethod< foldexpr< foldlevel<',
}, ' ')

if vim.g.annexa_server ~= false then
  require('annexa').announce_missing()
end
require('annexa.treesitter').attach(vim.api.nvim_get_current_buf())
