-- `:make` checks the project, and its findings go to the quickfix list.
if vim.g.current_compiler then
  return
end
vim.g.current_compiler = 'annexa'

-- The format for GitHub has one finding per line: `::error file=…,line=…,endLine=…,col=…,endColumn=…,title=…::…`.
-- A finding over several lines has no columns.
local formats = {}
for _, level in ipairs({ '%trror', '%tarning', '%totice' }) do
  local place = ([[::%s file=%%f\,line=%%l\,endLine=%%e]]):format(level)
  table.insert(formats, place .. [[\,col=%c\,endColumn=%k\,title=%m]])
  table.insert(formats, place .. [[\,title=%m]])
end
vim.bo.errorformat = table.concat(formats, ',') .. ',%-G%.%#'
vim.bo.makeprg = vim.fn.shellescape(require('annexa').program() or 'annexa') .. ' check --format github %:S'
