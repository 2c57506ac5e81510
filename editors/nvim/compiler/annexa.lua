-- `:make` checks the project, and its findings go to the quickfix list.
if vim.g.current_compiler then
  return
end
vim.g.current_compiler = 'annexa'

local annexa = require('annexa')
vim.bo.makeprg = vim.fn.shellescape(annexa.program()) .. ' check %:S'
vim.bo.errorformat = annexa.errorformat
