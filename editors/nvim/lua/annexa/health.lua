-- `:checkhealth annexa`: what is there, and what to do about what is missing.
local annexa = require('annexa')
local treesitter = require('annexa.treesitter')
local health = vim.health

local M = {}

local function check_program()
  health.start('Program')
  local program = annexa.program()
  if not program then
    return health.info('The server is started by a function of your settings; the commands run `annexa`')
  end
  local path = vim.fn.exepath(program)
  if path == '' then
    return health.error(('`%s` cannot be run'):format(program), annexa.installation())
  end
  local ran = vim.system({ path, '--version' }, { text = true }):wait()
  local version = ran.code == 0 and ran.stdout:match('^annexa (%S+)')
  if not version then
    return health.error(('`%s` is not the program annexa'):format(path), annexa.installation())
  end
  health.ok(('annexa %s: `%s`'):format(version, path))
end

local function check_server()
  health.start('Language server')
  local clients = vim.lsp.get_clients({ name = 'annexa' })
  if #clients == 0 then
    health.info('Not running: it starts with the first file of the language')
  end
  for _, client in ipairs(clients) do
    local files = vim.tbl_count(client.attached_buffers)
    health.ok(('Running for %s, %d open'):format(client.root_dir or 'single files', files))
  end
end

local function check_tree_sitter()
  health.start('Tree-sitter')
  local installed = vim.treesitter.language.add('annexa', vim.uv.fs_stat(treesitter.parser) and { path = treesitter.parser })
  local compiler = treesitter.compiler()
  if installed then
    health.ok('The parser is installed')
  elseif not vim.uv.fs_stat(treesitter.grammar) then
    local advice = 'Install the plugin as a clone of the whole repository'
    return health.warn(('The grammar is not in %s'):format(treesitter.grammar), advice)
  elseif compiler then
    health.info(('The parser is compiled by `%s` with the first file of the language'):format(compiler))
  else
    health.warn('There is no C compiler for the parser: no folds, no indents, fewer colours', 'Install cc, gcc or clang')
  end
  if not installed then
    return
  end
  for _, name in ipairs({ 'highlights', 'folds', 'injections' }) do
    local read, query = pcall(vim.treesitter.query.get, 'annexa', name)
    if read and query then
      health.ok(('The query `%s` fits the parser'):format(name))
    else
      health.error(('The query `%s` does not fit the parser'):format(name), 'Delete ' .. treesitter.parser)
    end
  end
end

function M.check()
  if vim.fn.has('nvim-0.11') == 0 then
    return health.error('Neovim is older than 0.11')
  end
  check_program()
  check_server()
  check_tree_sitter()
end

return M
