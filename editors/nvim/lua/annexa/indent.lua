-- How far in a line stands: as far as blocks and texts are open before it. These are counted by their marks and not by
-- their nodes, for what is being typed is not closed yet and has none.
local M = {}

local MARKS = [=[ [ "{" "}" "\"\"\"" ] @mark ]=]

--- The line on which the declaration begins that a line belongs to: its head stands in the first column, and so does
--- nothing else in small letters but prose.
local function first_line(root, line)
  for at = line - 1, 0, -1 do
    if vim.fn.getline(at + 1):find('^%l') and root:descendant_for_range(at, 0, at, 1):type() ~= 'prose' then
      return at
    end
  end
  return 0
end

--- The marks that are open before a line, the outermost first.
local function open_before(line)
  local root = vim.treesitter.get_parser(0, 'annexa'):parse()[1]:root()
  local query = vim.treesitter.query.parse('annexa', MARKS)
  local open = {}
  for _, node in query:iter_captures(root, 0, first_line(root, line), line) do
    local mark = node:type()
    -- What is missing is made up by the parser, where it would fit.
    if not node:missing() and node:start() < line then
      if mark == '}' or mark == '"""' and open[#open] == mark then
        table.remove(open)
      else
        table.insert(open, mark)
      end
    end
  end
  return open
end

--- For 'indentexpr'.
function M.of_line()
  local line = vim.v.lnum - 1
  local open = open_before(line)
  local text = vim.trim(vim.fn.getline(vim.v.lnum))
  if open[#open] == '"""' and not vim.startswith(text, '"""') then
    -- Inside a text blanks mean something: what is there stays, and a new line follows the one before it.
    local opens_here = #open_before(line - 1) < #open
    return text == '' and opens_here and #open * vim.fn.shiftwidth() or -1
  end
  local closes = text:find('^}') or vim.startswith(text, '"""')
  return math.max(#open - (closes and 1 or 0), 0) * vim.fn.shiftwidth()
end

return M
