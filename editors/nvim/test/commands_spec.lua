-- The three commands, and `:make`.
local Child = require('child')
local folder = require('project')('energy')
local FILE = folder .. '/energy.annexa'

-- What `vim.ui.open` starts on Linux; it writes down what it is to open.
local opener = folder .. '/bin'
vim.fn.mkdir(opener)
vim.fn.writefile({ '#!/bin/sh', ('echo "$1" >%s/opened'):format(folder) }, opener .. '/xdg-open')
assert(vim.uv.fs_chmod(opener .. '/xdg-open', 493))

-- The program is named as the help says, and is not on the path.
local child = Child.start(folder, {
  env = { PATH = opener .. ':' .. vim.env.PATH },
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

it('AnnexaPreview opens a page', function()
  child:type(':AnnexaPreview<CR>')
  local opened = folder .. '/opened'
  assert(vim.wait(30000, function()
    return vim.fn.getfsize(opened) > 0
  end), vim.inspect(child:look()))
  local page = vim.fn.readfile(opened)[1]
  matches(page, '/enr%.html$')
  local html = table.concat(vim.fn.readfile(page), '\n')
  matches(html, '^<!DOCTYPE html>')
  matches(html, 'ENR')
  equal(vim.fn.filereadable(folder .. '/build/enr.html'), 0)
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
      return { vim.api.nvim_buf_get_name(it.bufnr), it.type, it.nr, it.col, it.text, vim.fn.getbufline(it.bufnr, it.lnum)[1] }
    end, vim.fn.getqflist()) }
  ]])
  equal(found[1], true)
  equal(#found[2], 1)
  local file, kind, number, column, text, line = unpack(found[2][1])
  equal({ file, kind, number, line }, { FILE, 'E', 102, 'add guidance to 27002 5.99 {' })
  equal(column, #'add guidance to ' + 1)
  matches(text, 'has no provision 5%.99')
end)

it('make finds the same', function()
  child:lua([[
    vim.fn.setqflist({})
    vim.cmd('cclose | silent make!')
  ]])
  equal(child:lua('return vim.tbl_map(function(it) return it.nr end, vim.fn.getqflist())'), { 102 })
end)

it('without a file of the language the commands say so', function()
  child:lua([[notes = {} vim.cmd('enew!')]])
  child:type(':AnnexaStatus<CR>')
  note('open a file of the standard first')
end)

it('a base document is known by its path, on Windows too', function()
  local is_base = function(name)
    return child:lua('return require("annexa").is_base_file(...)', name)
  end
  equal(is_base([[/home/me/.cache/annexa/catalogues/0123/iso-iec-27002-2022.annexa]]), true)
  equal(is_base([[C:\Users\me\AppData\Local\annexa\catalogues\0123\iso-iec-27002-2022.annexa]]), true)
  equal(is_base([[C:\standards\catalogues\own.annexa]]), false)
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
