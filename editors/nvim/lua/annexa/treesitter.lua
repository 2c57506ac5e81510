-- What the syntax tree gives: colours, folds, indents. The parser is compiled from the grammar of the repository when
-- the first file is opened, and anew when the grammar has changed.
local M = {}

local here = vim.uv.fs_realpath(debug.getinfo(1, 'S').source:sub(2))

--- The folder of the grammar: on the runtime path, for its queries.
M.grammar = vim.fs.normalize(vim.fs.joinpath(vim.fs.dirname(here), '../../../../grammar/tree-sitter-annexa'))

--- Where the parser is put.
M.parser = vim.fs.joinpath(vim.fn.stdpath('data'), 'annexa', 'annexa.so')

local function source(name)
  return vim.fs.joinpath(M.grammar, 'src', name)
end

--- The C compiler, if there is one.
function M.compiler()
  for _, name in ipairs({ vim.env.CC or '', 'cc', 'gcc', 'clang' }) do
    if vim.fn.executable(name) == 1 then
      return name
    end
  end
end

--- Whether the parser is there and no older than its sources.
function M.is_current()
  local parser = vim.uv.fs_stat(M.parser)
  if not parser then
    return false
  end
  for _, name in ipairs({ 'parser.c', 'scanner.c', 'language.h', 'scan_words.h', 'scan_marks.h', 'scan_text.h' }) do
    local stat = vim.uv.fs_stat(source(name))
    if stat and stat.mtime.sec > parser.mtime.sec then
      return false
    end
  end
  return true
end

local waiting

--- Compiles the parser and calls `on_done` with what went wrong, if anything did.
local function build(on_done)
  if waiting then
    return table.insert(waiting, on_done)
  end
  waiting = { on_done }
  vim.fn.mkdir(vim.fs.dirname(M.parser), 'p')
  -- Renamed when complete: another Neovim may be about to load it.
  local unfinished = ('%s.%d'):format(M.parser, vim.uv.os_getpid())
  local is_windows = vim.fn.has('win32') == 1
  local command = { M.compiler(), '-O1', '-shared', '-I', M.grammar .. '/src', '-o', unfinished }
  vim.list_extend(command, { source('parser.c'), source('scanner.c') })
  if not is_windows then
    table.insert(command, '-fPIC')
  end
  vim.system(command, { text = true }, vim.schedule_wrap(function(ran)
    local problem = ran.code ~= 0 and vim.trim(ran.stderr) or nil
    if not problem then
      if is_windows then
        -- A library that is loaded is not replaced there, but may be given another name.
        vim.uv.fs_unlink(M.parser .. '.old')
        vim.uv.fs_rename(M.parser, M.parser .. '.old')
      end
      local _, failure = vim.uv.fs_rename(unfinished, M.parser)
      problem = failure
    end
    local callbacks = waiting
    waiting = nil
    for _, callback in ipairs(callbacks) do
      callback(problem)
    end
  end))
end

local function start(buffer)
  if not vim.api.nvim_buf_is_loaded(buffer) then
    return
  end
  vim.treesitter.start(buffer, 'annexa')
  vim.bo[buffer].indentexpr = "v:lua.require'annexa.indent'.of_line()"
  vim.bo[buffer].indentkeys = '0},0=""",o,O'
  if vim.g.annexa_folds == false then
    return
  end
  for _, window in ipairs(vim.fn.win_findbuf(buffer)) do
    local options = vim.wo[window][0]
    options.foldmethod = 'expr'
    options.foldexpr = 'v:lua.vim.treesitter.foldexpr()'
    -- All open to begin with.
    options.foldlevel = 99
  end
end

--- Gives a buffer what the tree tells. Without a parser and without a C compiler it goes without; `:checkhealth` says so.
function M.attach(buffer)
  if M.is_current() and vim.treesitter.language.add('annexa', { path = M.parser }) then
    return start(buffer)
  end
  if not vim.uv.fs_stat(source('parser.c')) or not M.compiler() then
    -- Another plugin may have brought the parser.
    if vim.treesitter.language.add('annexa') then
      start(buffer)
    end
    return
  end
  build(function(problem)
    if problem then
      return vim.notify('Annexa: the tree-sitter parser cannot be compiled: ' .. problem, vim.log.levels.WARN)
    end
    vim.treesitter.language.add('annexa', { path = M.parser })
    start(buffer)
  end)
end

return M
