-- A second Neovim, in which things are typed as a person would, while this one looks on.
local Child = {}
Child.__index = Child

--- How long something may take before it counts as not happening.
local PATIENCE = 120000

--- A parser that one of them has compiled, which takes a while.
local parser

--- Starts it in a folder, with the plugin installed as a package. `options.env` goes on top of the environment,
--- `options.config` is its init.lua; if it is `options.fresh`, it has no parser yet, if `options.bare`, no plugin.
function Child.start(folder, options)
  options = options or {}
  local home = vim.fn.tempname()
  local package = home .. '/data/nvim/site/pack/test/start'
  vim.fn.mkdir(package, 'p')
  if not options.bare then
    assert(vim.uv.fs_symlink(vim.env.ANNEXA_PLUGIN, package .. '/annexa'))
  end
  vim.fn.mkdir(home .. '/config/nvim', 'p')
  vim.fn.writefile(vim.split(options.config or '', '\n'), home .. '/config/nvim/init.lua')
  vim.fn.mkdir(home .. '/data/nvim/annexa')
  if parser and not options.fresh then
    assert(vim.uv.fs_copyfile(parser, home .. '/data/nvim/annexa/annexa.so'))
  end
  local env = { VIMRUNTIME = vim.env.VIMRUNTIME, VIM = vim.env.VIM, NVIM = '', NVIM_LOG_FILE = home .. '/log' }
  for _, kind in ipairs({ 'config', 'data', 'state', 'cache' }) do
    env['XDG_' .. kind:upper() .. '_HOME'] = home .. '/' .. kind
  end
  local self = setmetatable({ home = home }, Child)
  self.channel = vim.fn.jobstart({ vim.v.progpath, '--embed', '--headless', '-n' }, {
    rpc = true,
    cwd = folder,
    env = vim.tbl_extend('force', env, options.env or {}),
  })
  assert(self.channel > 0, 'Neovim does not start')
  self:lua([[
    vim.o.columns, vim.o.lines, vim.o.more = 160, 50, false
    notes = {}
    vim.notify = function(message, level) table.insert(notes, message) end
  ]])
  return self
end

--- Runs Lua in it and gives what it returns.
function Child:lua(code, ...)
  local mode = vim.rpcrequest(self.channel, 'nvim_get_mode')
  assert(not mode.blocking, 'it waits for a key, in mode ' .. mode.mode)
  local value = vim.rpcrequest(self.channel, 'nvim_exec_lua', code, { ... })
  if value == vim.NIL then
    return nil
  end
  return value
end

--- Types keys.
function Child:type(keys)
  vim.rpcrequest(self.channel, 'nvim_input', keys)
end

--- Waits until Lua in it returns something true, and gives that.
function Child:wait(what, code, ...)
  local arguments, value = { ... }, nil
  local came = vim.wait(PATIENCE, function()
    value = self:lua(code, unpack(arguments))
    return value ~= nil and value ~= false
  end, 20)
  if not came then
    error(('%s: it does not come about\n%s'):format(what, vim.inspect(self:look())), 2)
  end
  return value
end

--- What is to be seen, for messages of failure.
function Child:look()
  return self:lua([[return {
    file = vim.api.nvim_buf_get_name(0),
    at = vim.api.nvim_win_get_cursor(0),
    line = vim.api.nvim_get_current_line(),
    mode = vim.api.nvim_get_mode().mode,
    notes = notes,
    messages = vim.fn.execute('messages'),
    servers = #vim.lsp.get_clients({ bufnr = 0 }),
    has_tree = vim.treesitter.highlighter.active[vim.api.nvim_get_current_buf()] ~= nil,
    diagnostics = vim.tbl_map(function(it) return it.message end, vim.diagnostic.get()),
  }]])
end

--- Opens a file and waits for the server to have it.
function Child:open(file)
  self:lua('vim.cmd.edit(...)', file)
  self:wait('the server for ' .. file, [[
    local client = vim.lsp.get_clients({ bufnr = 0, name = 'annexa' })[1]
    return client ~= nil and client.initialized and vim.bo.indentexpr ~= ''
  ]])
end

function Child:line()
  return self:lua('return vim.api.nvim_get_current_line()')
end

--- All lines of the current buffer as one text.
function Child:text()
  return self:lua([[return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')]])
end

--- Puts the cursor on the first place that has some words, `by` bytes further on.
function Child:go(words, by)
  local found = self:lua(
    [[
      local words, by = ...
      for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
        local at = line:find(words, 1, true)
        if at then
          vim.api.nvim_win_set_cursor(0, { number, at - 1 + by })
          return true
        end
      end
    ]],
    words,
    by or 0
  )
  assert(found, 'no line has ' .. words)
end

function Child:stop()
  -- It lets the server end before itself.
  pcall(vim.rpcnotify, self.channel, 'nvim_command', 'qall!')
  if vim.fn.jobwait({ self.channel }, 10000)[1] < 0 then
    vim.fn.jobstop(self.channel)
  end
  local compiled = self.home .. '/data/nvim/annexa/annexa.so'
  if not parser and vim.uv.fs_stat(compiled) then
    parser = vim.fn.tempname()
    assert(vim.uv.fs_copyfile(compiled, parser))
  end
  vim.fn.delete(self.home, 'rf')
end

return Child
