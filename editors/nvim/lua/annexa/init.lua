-- Which program there is, and which files are its.
local M = {}

--- How findings stand in what the program says: a line with level, code and message, then one with the place.
M.errorformat = [[%Eerror[%*[A-Z]%n]: %m,%Wwarning[%*[A-Z]%n]: %m,%Iinfo[%*[A-Z]%n]: %m,%Nnote[%*[A-Z]%n]: %m,%C %#--> %f:%l:%c,%-G%.%#]]

--- The program: the one that the settings of the server name.
function M.program()
  local cmd = vim.lsp.config.annexa.cmd
  return type(cmd) == 'table' and cmd[1] or 'annexa'
end

--- Whether a buffer holds a base document, as the server keeps it for editors.
function M.is_base(buffer)
  return vim.api.nvim_buf_get_name(buffer):find('/annexa[^/]*/catalogues/[^/]+/[^/]+%.annexa$') ~= nil
end

return M
