-- The commands: they run the program on the project of the current file and show its answer.
local annexa = require('annexa')

local M = {}

-- Exit codes: 0 nothing is wrong, 1 there are findings; anything else means that the work was not done.
local FINDINGS = 1

--- Shows a message of the plugin.
function M.say(message, level)
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

--- The current file, saved with all others; `nil`, with a message, where it belongs to no project.
function M.current_file()
  local file = vim.api.nvim_buf_get_name(0)
  -- Base documents cannot be changed.
  if vim.bo.filetype ~= 'annexa' or file == '' or not vim.bo.modifiable then
    M.say('open a file of the standard first', vim.log.levels.WARN)
    return nil
  end
  save()
  return file
end

--- Runs the program with arguments and a file. Calls `on_done` with the result, or shows why the work was not done and
--- calls it with nothing.
local function run(arguments, file, on_done)
  local command = vim.list_extend({ annexa.program() or 'annexa' }, arguments)
  table.insert(command, file)
  local on_exit = vim.schedule_wrap(function(ran)
    if ran.code == 0 or ran.code == FINDINGS then
      return on_done(ran)
    end
    M.say(vim.trim(ran.stderr), vim.log.levels.ERROR)
    on_done()
  end)
  if not pcall(vim.system, command, { text = true }, on_exit) then
    M.say(('`%s` cannot be run; see `:checkhealth annexa`'):format(command[1]), vim.log.levels.ERROR)
    on_done()
  end
end

local KINDS = { error = 'E', warning = 'W', info = 'I' }

--- A finding as an entry of the quickfix list.
local function entry(finding)
  local place = finding.place
  local buffer = vim.fn.bufadd(place.file)
  vim.fn.bufload(buffer)
  --- Columns of findings count characters, those of the list bytes.
  local function column(position)
    local line = vim.api.nvim_buf_get_lines(buffer, position.line - 1, position.line, false)[1] or ''
    return vim.str_byteindex(line, 'utf-32', position.column - 1, false) + 1
  end
  return {
    bufnr = buffer,
    lnum = place.start.line,
    col = column(place.start),
    end_lnum = place['end'].line,
    end_col = column(place['end']),
    type = KINDS[finding.level],
    text = ('%s: %s'):format(finding.code, finding.message),
  }
end

--- Puts findings into the quickfix list.
function M.list(findings)
  -- Catalogues that are built in have no file here.
  local own = vim.tbl_filter(function(finding)
    return not finding.place.builtIn
  end, findings)
  vim.fn.setqflist({}, ' ', { title = 'annexa compile', items = vim.tbl_map(entry, own) })
  vim.cmd('botright copen')
end

--- Compiles the project of a file. Calls `on_done` with the findings and the written files, or with nothing where the
--- work was not done.
function M.compile(arguments, file, on_done)
  run(vim.list_extend({ 'compile', '--message-format', 'json' }, arguments), file, function(ran)
    if not ran then
      return on_done()
    end
    local findings, written = {}, {}
    for line in vim.gsplit(ran.stdout, '\n', { trimempty = true }) do
      local message = vim.json.decode(line)
      if message.reason == 'finding' then
        table.insert(findings, message)
      elseif message.reason == 'written' then
        table.insert(written, message.path)
      end
    end
    on_done(findings, written)
  end)
end

--- `:AnnexaCompile`
function M.compile_project()
  local file = M.current_file()
  if not file then
    return
  end
  M.compile({}, file, function(findings, written)
    if not findings then
      return
    end
    if #written == 0 then
      M.list(findings)
      return M.say('not compiled, as there are errors', vim.log.levels.ERROR)
    end
    local shown = vim.tbl_map(function(path)
      return vim.fn.fnamemodify(path, ':~:.')
    end, written)
    M.say('compiled to ' .. table.concat(shown, ', '))
  end)
end

--- `:AnnexaStatus`
function M.status()
  local file = M.current_file()
  if not file then
    return
  end
  run({ 'status' }, file, function(ran)
    if not ran then
      return
    end
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
