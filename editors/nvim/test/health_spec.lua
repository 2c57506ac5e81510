-- `:checkhealth annexa`.
local Child = require('child')
local folder = require('project')('energy')
local path = vim.fs.dirname(vim.env.ANNEXA) .. ':' .. vim.env.PATH

local function report(options, open)
  local child = Child.start(folder, options)
  if open then
    child:open('energy.annexa')
  end
  child:lua([[vim.cmd('checkhealth annexa')]])
  local text = child:text()
  child:stop()
  return text
end

local function has_trouble(text)
  return text:find('ERROR', 1, true) ~= nil or text:find('WARNING', 1, true) ~= nil
end

it('all is well with the program on the path and a file open', function()
  local text = report({ env = { PATH = path } }, true)
  assert(not has_trouble(text), text)
  for _, line in ipairs({ 'OK annexa %d+%.%d+%.%d+: ', 'OK Running for ', 'OK The parser is installed', 'OK The query `folds`' }) do
    matches(text, line)
  end
end)

it('and before a file is open', function()
  local text = report({ env = { PATH = path } })
  assert(not has_trouble(text), text)
  matches(text, 'Not running')
end)

it('a program that is missing is an error, with the way out', function()
  local text = report({ config = [[vim.lsp.config('annexa', { cmd = { '/nowhere/annexa', 'lsp' } })]] })
  matches(text, 'ERROR `/nowhere/annexa` cannot be run')
  matches(text, vim.pesc(("Run `cargo install --path '%s/crates/annexa'`"):format(vim.env.ANNEXA_ROOT)))
  matches(text, 'Start Neovim again')
end)

it('another program is an error', function()
  local text = report({ config = [[vim.lsp.config('annexa', { cmd = { 'sh', 'lsp' } })]] })
  matches(text, 'ERROR .*is not the program annexa')
end)

it('neither parser nor C compiler is a warning', function()
  local text = report({ fresh = true, env = { PATH = vim.fs.dirname(vim.env.ANNEXA), CC = '' } })
  matches(text, 'WARNING There is no C compiler')
end)
vim.fn.delete(folder, 'rf')
