-- Which program there is, and which files are its.
local M = {}

--- How findings stand in what the program says: a line with level, code and message, then one with the place.
M.errorformat = [[%Eerror[%*[A-Z]%n]: %m,%Wwarning[%*[A-Z]%n]: %m,%Iinfo[%*[A-Z]%n]: %m,%Nnote[%*[A-Z]%n]: %m,%C %#--> %f:%l:%c,%-G%.%#]]

--- The program: the one that the settings of the server name.
function M.program()
  local cmd = vim.lsp.config.annexa.cmd
  return type(cmd) == 'table' and cmd[1] or 'annexa'
end

--- Whether a file is a base document, as the server keeps it for editors. Windows writes names with backslashes.
function M.is_base_file(name)
  return name:gsub('\\', '/'):find('/annexa[^/]*/catalogues/[^/]+/[^/]+%.annexa$') ~= nil
end

--- Whether a buffer holds one.
function M.is_base(buffer)
  return M.is_base_file(vim.api.nvim_buf_get_name(buffer))
end

return M
