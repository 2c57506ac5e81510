-- What the commands do: run the program on the project of the file in sight, and show what it says.
local annexa = require('annexa')

local M = {}

-- Exit codes: 0 nothing is wrong, 1 there are findings; anything else means that the work was not done.
local FINDINGS = 1

local function say(message, level)
  vim.notify('Annexa: ' .. message, level or vim.log.levels.INFO)
end

--- Writes what is changed in files of the language: the program reads them from the disk.
local function save()
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.bo[buffer].filetype == 'annexa' and vim.bo[buffer].modified and vim.bo[buffer].buftype == '' then
      vim.api.nvim_buf_call(buffer, function()
        vim.cmd('silent update')
      end)
    end
  end
end

--- Runs the program with arguments and the current file, and gives what came of it to `on_done` where the work was
--- done; says what went wrong otherwise.
local function run(arguments, on_done)
  local file = vim.api.nvim_buf_get_name(0)
  if vim.bo.filetype ~= 'annexa' or file == '' or annexa.is_base(0) then
    return say('open a file of the standard first', vim.log.levels.WARN)
  end
  save()
  local command = vim.list_extend({ annexa.program() }, arguments)
  table.insert(command, file)
  local on_exit = vim.schedule_wrap(function(ran)
    if ran.code ~= 0 and ran.code ~= FINDINGS then
      return say(vim.trim(ran.stderr), vim.log.levels.ERROR)
    end
    on_done(ran)
  end)
  if not pcall(vim.system, command, { text = true }, on_exit) then
    say(('`%s` cannot be run; see `:checkhealth annexa`'):format(command[1]), vim.log.levels.ERROR)
  end
end

--- Runs a compilation, and gives the files that it wrote to `on_written`. Findings go to the quickfix list.
local function compile(arguments, on_written)
  run(vim.list_extend({ 'compile' }, arguments), function(ran)
    if ran.code == FINDINGS then
      local list = { title = 'annexa compile', lines = vim.split(ran.stderr, '\n'), efm = annexa.errorformat }
      vim.fn.setqflist({}, ' ', list)
      vim.cmd('botright copen')
      return say('not compiled, as there are errors', vim.log.levels.ERROR)
    end
    local files = {}
    for file in ('\n' .. ran.stderr):gmatch('\nwrote ([^\n]+)') do
      table.insert(files, file)
    end
    if #files > 0 then
      on_written(files)
    else
      say(vim.trim(ran.stderr), vim.log.levels.WARN)
    end
  end)
end

local function shown(file)
  return vim.fn.fnamemodify(file, ':~:.')
end

function M.compile()
  compile({}, function(files)
    say('compiled to ' .. table.concat(vim.tbl_map(shown, files), ', '))
  end)
end

function M.preview()
  local folder = vim.fs.joinpath(vim.fn.stdpath('cache'), 'annexa')
  compile({ '--format', 'html', '--output', folder }, function(files)
    for _, file in ipairs(files) do
      local _, problem = vim.ui.open(file)
      if problem then
        say(('the page is in %s, but cannot be opened: %s'):format(file, problem), vim.log.levels.ERROR)
      end
    end
  end)
end

function M.status()
  run({ 'status' }, function(ran)
    vim.cmd('botright new')
    vim.bo.buftype = 'nofile'
    vim.bo.bufhidden = 'wipe'
    vim.bo.swapfile = false
    vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(vim.trim(ran.stdout), '\n'))
    vim.bo.modifiable = false
    vim.keymap.set('n', 'q', '<cmd>close<cr>', { buffer = true, desc = 'Close the status' })
  end)
end

return M
