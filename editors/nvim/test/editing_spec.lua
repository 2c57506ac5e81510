-- The language server in Neovim, as an author uses it.
local Child = require('child')
local folder = require('project')('company')
local PROFILE, PEOPLE = folder .. '/profile.annexa', folder .. '/people.annexa'

vim.fn.writefile({ '', 'add information to 27002 6.6 {', '  text """See also {ACME.5.38}."""', '}' }, PEOPLE, 'a')
local path = vim.fs.dirname(vim.env.ANNEXA) .. ':' .. vim.env.PATH
local child = Child.start(folder, { env = { PATH = path } })

it('an example opens, and the server has it', function()
  child:open('profile.annexa')
  equal(child:lua('return vim.bo.filetype'), 'annexa')
  equal(child:lua([[return vim.lsp.get_clients({ name = 'annexa' })[1].root_dir]]), folder)
  equal(child:lua('return vim.bo.commentstring'), '// %s')
end)

it('titles stand behind references', function()
  child:wait('the hint', [[
    for _, hint in ipairs(vim.lsp.inlay_hint.get({ bufnr = 0 })) do
      local label = hint.inlay_hint.label
      local text = type(label) == 'string' and label or label[1].value
      if text:find('Management review results', 1, true) then
        local line = vim.api.nvim_buf_get_lines(0, hint.inlay_hint.position.line, hint.inlay_hint.position.line + 1, true)[1]
        return line == 'interpret 27001 9.3.3 {' and vim.lsp.inlay_hint.is_enabled({ bufnr = 0 })
      end
    end
  ]])
end)

it('verbal forms look different, whatever the theme', function()
  local function look(sentence, word)
    child:go(sentence, sentence:find(word, 1, true) - 1)
    return child:wait('the token of ' .. word, [[
      local at = vim.api.nvim_win_get_cursor(0)
      for _, token in ipairs(vim.inspect_pos(0, at[1] - 1, at[2]).semantic_tokens) do
        local group = token.opts.hl_group
        local link = vim.api.nvim_get_hl(0, { name = group }).link
        if group:find('typemod.verbalForm', 1, true) and link then
          return link
        end
      end
    ]])
  end
  for _, theme in ipairs({ 'default', 'habamax' }) do
    child:lua('vim.cmd.colorscheme(...)', theme)
    equal(look('The head of information security shall report', 'shall'), 'AnnexaRequirement')
    equal(look('Contract manufacturers should receive', 'should'), 'AnnexaRecommendation')
  end
end)

it('a diagnostic appears, and goes by its quick fix', function()
  child:go('modify control 27002 7.10', #'modify control 27002 7.')
  child:type('C99 {<Esc>')
  child:go('7.99')
  child:wait('the diagnostic', [[
    local found = vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR })[1]
    return found and found.code == 'R102' and found.message:find('27002:2022 has no provision 7.99', 1, true)
  ]])
  child:lua([[
    vim.lsp.buf.code_action({ apply = true, filter = function(it)
      return it.kind == 'quickfix' and it.title == 'Write `27002 7.14`'
    end })
  ]])
  child:wait('the fix', [[return vim.api.nvim_get_current_line() == 'modify control 27002 7.14 {']])
  child:wait('the diagnostic to go', [[return #vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR }) == 0]])
  child:type('<Cmd>edit!<CR>')
end)

it('gra asks which one', function()
  child:go('modify control 27002 7.10', #'modify control 27002 7.')
  child:type('C99 {<Esc>')
  child:wait('the diagnostic', [[return vim.diagnostic.get(0)[1] ~= nil]])
  child:go('7.99')
  child:type('gra')
  child:wait('the question', [[return vim.api.nvim_get_mode().mode:find('^c') or vim.api.nvim_get_mode().mode:find('^r')]])
  child:type('1<CR>')
  child:wait('the first fix', [[return not vim.api.nvim_get_current_line():find('7.99', 1, true)]])
  child:type('<Cmd>edit!<CR>')
end)

--- Types the head of an addition at the end and completes `cloud` in it, by keys.
local function complete(keys)
  child:type('Go<CR>add guidance to cloud' .. keys)
  local index = child:wait('the suggestion', [[
    local info = vim.fn.complete_info({ 'pum_visible', 'items', 'selected' })
    for index, item in ipairs(info.pum_visible == 1 and info.items or {}) do
      if item.abbr:find('27002 5.23', 1, true) then
        return index - info.selected - 1
      end
    end
  ]])
  child:type(('<C-n>'):rep(index) .. '<C-y>')
  child:wait('the number', [[return vim.api.nvim_get_current_line() == 'add guidance to 27002 5.23']])
end

it('`cloud` completes to 27002 5.23', function()
  child:open('people.annexa')
  complete('<C-x><C-o>')
  child:type('<Esc>')
end)

it('what is typed next is indented as it should be', function()
  child:type('A {<CR>text """<CR>The purchaser should ask first.<CR>')
  child:type('a) in writing;<CR>b) in time.<CR>"""<CR>}<Esc>')
  child:wait('the end', [[return vim.api.nvim_get_mode().mode == 'n' and vim.api.nvim_get_current_line() == '}']])
  matches(
    child:text(),
    table.concat({
      '\nadd guidance to 27002 5%.23 {',
      '  text """',
      '    The purchaser should ask first%.',
      '    a%) in writing;',
      '    b%) in time%.',
      '  """',
      '}$',
    }, '\n')
  )
end)

--- Goes from a reference to its base.
local function to_base()
  child:go('add guidance to 27002 5.23', #'add guidance to 27002 5.')
  for _ = 1, 40 do
    child:type('<C-]>')
    local came = vim.wait(3000, function()
      return child:lua([[return vim.api.nvim_buf_get_name(0):find('/iso%-iec%-27002%-2022%.annexa$') ~= nil]])
    end, 20)
    if came then
      return
    end
    -- Neovim gives the server one second for it, which may be too short on a machine that has much else to do.
  end
  error('the base does not open: ' .. vim.inspect(child:look()), 2)
end

it('the base clause opens read-only, with the same server, and one comes back', function()
  to_base()
  matches(child:line(), '^control 5%.23 ')
  equal(child:lua('return { vim.bo.readonly, vim.bo.modifiable }'), { true, false })
  child:wait('the server for the base', [[return #vim.lsp.get_clients({ bufnr = 0, name = 'annexa' }) == 1]])
  equal(child:lua([[return #vim.lsp.get_clients({ name = 'annexa' })]]), 1)
  child:type('<C-t>')
  child:wait('the way back', [[return vim.api.nvim_buf_get_name(0):find('/people%.annexa$')]])
  matches(child:line(), '^add guidance to 27002 5%.23')
end)

it('a code lens in the base lists the changes', function()
  to_base()
  child:lua('vim.lsp.codelens.refresh({ bufnr = 0 })')
  child:wait('the lens', [[
    local line = vim.api.nvim_win_get_cursor(0)[1] - 1
    for _, lens in ipairs(vim.lsp.codelens.get(0)) do
      if lens.range.start.line == line and lens.command then
        return true
      end
    end
  ]])
  child:lua('vim.lsp.codelens.run()')
  local places = child:wait('the list', [[
    local list = vim.fn.getqflist()
    return #list > 0 and vim.tbl_map(function(it) return vim.api.nvim_buf_get_name(it.bufnr) end, list)
  ]])
  equal(places, { PEOPLE })
  child:type('<Cmd>cclose<CR>')
  child:open('people.annexa')
end)

it('a label is renamed in both files', function()
  child:open('profile.annexa')
  child:go('add control ACME.5.38', #'add control ')
  child:type('grn')
  child:wait('the question', [[return vim.api.nvim_get_mode().mode == 'c' and vim.fn.getcmdline():find('5.38', 1, true)]])
  child:type('<C-u>ACME.5.40<CR>')
  child:wait('the new name', [[return vim.api.nvim_get_current_line():find('add control ACME.5.40 ', 1, true)]])
  child:type('<Cmd>wall<CR>')
  child:wait('both files to be written', [[
    local people = vim.fn.bufnr('people.annexa')
    return not vim.bo.modified and people > 0 and not vim.bo[people].modified
  ]])
  matches(table.concat(vim.fn.readfile(PEOPLE), '\n'), '{ACME%.5%.40}')
  matches(table.concat(vim.fn.readfile(PROFILE), '\n'), 'add control ACME%.5%.40 ')
end)

it('formatting lays a text out, and loses no comment', function()
  child:open('people.annexa')
  local before = child:text()
  child:go('retain 27002 6.4 {')
  child:type('A // settled<Esc>j0i      <Esc>')
  child:wait('what is typed', [[return vim.api.nvim_get_current_line():find('^        reason')]])
  child:lua('vim.lsp.buf.format({ timeout_ms = 60000 })')
  local text = child:text()
  matches(text, '\n  reason """Settled')
  matches(text, '// settled')
  child:type('u')
  child:wait('the undoing', [[return not vim.fn.getline('.'):find('^  reason')]])
  child:type('<Cmd>edit!<CR>')
  child:wait('what it was', [[return not vim.bo.modified]])
  equal(child:text(), before)
end)

it('there is help for each command and setting', function()
  local tags = vim.fn.tempname()
  vim.fn.mkdir(tags .. '/doc', 'p')
  assert(vim.uv.fs_copyfile(vim.env.ANNEXA_PLUGIN .. '/doc/annexa.txt', tags .. '/doc/annexa.txt'))
  child:lua([[vim.cmd.helptags(... .. '/doc') vim.opt.runtimepath:append(...)]], tags)
  local commands = child:lua([[return vim.fn.getcompletion('Annexa', 'command')]])
  equal(#commands, 3)
  for _, topic in ipairs(vim.list_extend(commands, { 'g:annexa_autocomplete', 'g:annexa_folds', 'g:annexa_inlay_hints', 'g:annexa_server' })) do
    equal(child:lua([[return vim.fn.getcompletion(..., 'help')[1] ]], topic), topic:find('^Annexa') and ':' .. topic or topic)
  end
end)

it('Enter continues a list, and ends it behind an empty item', function()
  child:open('people.annexa')
  local before = child:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, true)')
  child:go('The {term line manager} should collect')
  child:lua([[vim.fn.append('.', '    a) drawings;')]])
  child:type('jA<CR>')
  child:wait('the next mark', [[return vim.api.nvim_get_current_line() == '    b) ' and vim.fn.col('.') == 8]])
  child:type('samples;<CR>')
  child:wait('the mark behind it', [[return vim.api.nvim_get_current_line() == '    c) ']])
  child:type('<CR>')
  child:wait('the end of the list', [[
    local line = vim.fn.line('.')
    return vim.fn.getline(line - 1) == '' and not vim.fn.getline(line):find('%S') and vim.fn.getline(line - 2) == '    b) samples;'
  ]])
  child:type('<Esc>')
  child:lua('vim.api.nvim_buf_set_lines(0, 0, -1, true, ...)', before)
end)

it('the server ends with Neovim', function()
  local pid = child:lua([[
    local client = vim.lsp.get_clients({ name = 'annexa' })[1]
    return vim.fn.systemlist({ 'pgrep', '-P', tostring(vim.fn.getpid()), 'annexa' })
  ]])
  assert(#pid == 1, vim.inspect(pid))
  child:stop()
  assert(vim.wait(10000, function()
    return vim.uv.kill(tonumber(pid[1]), 0) ~= 0
  end), 'it goes on')
end)

local eager = Child.start(folder, {
  env = { PATH = path },
  config = [[
    vim.g.annexa_inlay_hints = false
    vim.g.annexa_folds = false
    vim.g.annexa_autocomplete = true
  ]],
})

it('settings keep hints and folds away', function()
  eager:open('people.annexa')
  equal(eager:lua('return { vim.lsp.inlay_hint.is_enabled({ bufnr = 0 }), vim.wo.foldmethod }'), { false, 'manual' })
end)

it('completions are offered while one types, where that is wanted', function()
  eager:type('Goadd guidance to ')
  eager:wait('the offer', [[return vim.fn.pumvisible() == 1]])
  eager:type('backup')
  eager:wait('the offer for what is typed', [[
    local info = vim.fn.complete_info({ 'pum_visible', 'items' })
    return info.pum_visible == 1 and info.items[1].abbr == '27002 8.13'
  ]])
end)

it('completions are offered in the empty stops of a snippet', function()
  local function offer(label)
    eager:wait('the offer of ' .. label, [[
      local info = vim.fn.complete_info({ 'pum_visible', 'items' })
      for _, item in ipairs(info.pum_visible == 1 and info.items or {}) do
        if item.abbr:find(..., 1, true) then
          return true
        end
      end
    ]], label)
  end
  eager:type('<Esc>Go')
  eager:wait('insert mode', [[return vim.api.nvim_get_mode().mode == 'i']])
  eager:lua([[vim.snippet.expand('add guidance to $1 for $2 {\n  text """$3"""\n}')]])
  offer('27002 5.1')
  eager:type('<C-e>27002 5.23')
  eager:lua('vim.snippet.jump(1)')
  eager:wait('the end of the first offer', [[return vim.fn.pumvisible() == 0]])
  matches(eager:line(), '^add guidance to 27002 5%.23 for  {')
end)
eager:stop()
vim.fn.delete(folder, 'rf')
