-- `:AnnexaCompile`, `:AnnexaStatus` and `:make`.
local Child = require('child')
local folder = require('project')('energy')
local FILE = folder .. '/energy.annexa'

-- The program is named as the help says, and is not on the path.
local child = Child.start(folder, {
  config = ([[vim.lsp.config('annexa', { cmd = { %q, 'lsp' } })]]):format(vim.env.ANNEXA),
})
child:open('energy.annexa')

local function note(pattern)
  return child:wait('the message ' .. pattern, [[
    for _, note in ipairs(notes) do
      if note:find(...) then
        return note
      end
    end
  ]], pattern)
end

it('AnnexaCompile compiles what is written, saved or not', function()
  child:go('// ')
  child:type('A, as compiled by a spec<Esc>')
  child:wait('the change', 'return vim.bo.modified')
  child:type(':AnnexaCompile<CR>')
  matches(note('compiled to'), 'build/enr%.json')
  local compiled = vim.json.decode(table.concat(vim.fn.readfile(folder .. '/build/enr.json'), '\n'))
  equal(compiled.standard.prefix, 'ENR')
  matches(table.concat(vim.fn.readfile(FILE), '\n'), 'as compiled by a spec')
end)

it('AnnexaStatus shows what the standard covers', function()
  child:type(':AnnexaStatus<CR>')
  child:wait('the window', [[return #vim.api.nvim_list_wins() == 2 and vim.bo.buftype == 'nofile']])
  matches(child:text(), 'ENR')
  matches(child:text(), 'ISO/IEC 27002:2022')
  child:type('q')
  child:wait('its end', [[return #vim.api.nvim_list_wins() == 1]])
end)

it('errors go to the quickfix list', function()
  child:go('add guidance to 27002 5.23', #'add guidance to 27002 5.')
  child:type('C99 {<Esc>')
  child:wait('the change', 'return vim.bo.modified')
  child:type(':AnnexaCompile<CR>')
  note('not compiled')
  local found = child:lua([[
    local window = vim.fn.getqflist({ winid = 0 }).winid
    return { window ~= 0, vim.tbl_map(function(it)
      return { vim.api.nvim_buf_get_name(it.bufnr), it.type, it.col, it.end_col, it.text, vim.fn.getbufline(it.bufnr, it.lnum)[1] }
    end, vim.fn.getqflist()) }
  ]])
  equal(found[1], true)
  equal(#found[2], 1)
  local file, kind, column, last, text, line = unpack(found[2][1])
  equal({ file, kind, line }, { FILE, 'E', 'add guidance to 27002 5.99 {' })
  equal({ line:sub(column, last - 1) }, { '27002 5.99' })
  matches(text, '^R102: .*has no provision 5%.99')
end)

it('columns count bytes in the list', function()
  child:lua('vim.cmd.cclose()')
  child:type('Goadd guidance to 27002 5.23 {<CR>text "Zähler: {27002 9.99}."<CR>}<Esc>')
  child:type(':AnnexaCompile<CR>')
  child:wait('the second finding', [[return #vim.fn.getqflist() == 2]])
  local marked = child:lua([[
    local found = vim.fn.getqflist()[2]
    return vim.fn.getbufline(found.bufnr, found.lnum)[1]:sub(found.col, found.end_col - 1)
  ]])
  equal(marked, '27002 9.99')
end)

it('make finds the same', function()
  child:lua([[
    vim.fn.setqflist({})
    vim.cmd('cclose | silent make!')
  ]])
  local found = child:lua([[return vim.tbl_map(function(it)
    return { it.type, vim.api.nvim_buf_get_name(it.bufnr), it.lnum, it.text:match('^R102 [%l-]+::.*has no provision') ~= nil }
  end, vim.fn.getqflist())]])
  equal(#found, 2)
  local line = child:lua([[return vim.fn.search('27002 5.99', 'nw')]])
  equal(found[1], { 'e', FILE, line, true })
end)

it('without a file of the language the commands say so', function()
  child:lua([[notes = {} vim.cmd('enew!')]])
  child:type(':AnnexaStatus<CR>')
  note('open a file of the standard first')
end)

child:stop()

it('where the program is missing the commands say so', function()
  child = Child.start(folder, { config = [[
    vim.lsp.config('annexa', { cmd = { '/nowhere/annexa', 'lsp' } })
    vim.g.annexa_server = false
  ]] })
  child:lua([[vim.cmd.edit('energy.annexa')]])
  child:type(':AnnexaCompile<CR>')
  matches(note('cannot be run'), 'checkhealth annexa')
  child:stop()
end)
vim.fn.delete(folder, 'rf')
