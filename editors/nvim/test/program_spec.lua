-- A program that is missing is announced when a file is opened.
local Child = require('child')
local folder = require('project')('energy')

--- The messages after two files have been opened.
local function notes(config)
  local child = Child.start(folder, { config = config })
  child:lua([[vim.cmd.edit('energy.annexa') vim.cmd('edit other.annexa')]])
  local found = child:lua('return notes')
  child:stop()
  return found
end

local MISSING = [[vim.lsp.config('annexa', { cmd = { '/nowhere/annexa', 'lsp' } }) ]]

it('a missing program is announced once, with what to do', function()
  local found = notes(MISSING)
  equal(#found, 1)
  matches(found[1], 'the program `/nowhere/annexa` is missing')
  matches(found[1], '\n%d%. Run `cargo install %-%-path \'' .. vim.pesc(vim.env.ANNEXA_ROOT) .. '/crates/annexa\'`\n')
  matches(found[1], 'vim%.lsp%.config')
end)

it('no program is announced that is there or not wanted', function()
  equal(notes(([[vim.lsp.config('annexa', { cmd = { %q, 'lsp' } })]]):format(vim.env.ANNEXA)), {})
  equal(notes(MISSING .. 'vim.g.annexa_server = false'), {})
  -- Settings may start the server in another way.
  equal(notes([[
    local function nothing() end
    local other = { request = nothing, notify = nothing, is_closing = nothing, terminate = nothing }
    vim.lsp.config('annexa', { cmd = function() return other end })
  ]]), {})
end)
vim.fn.delete(folder, 'rf')
