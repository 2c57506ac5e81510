-- What the syntax tree gives, without the server.
local Child = require('child')
local folder = require('project')('energy')
local child = Child.start(folder, { fresh = true, config = 'vim.g.annexa_server = false' })

local function open(file)
  child:lua('vim.cmd.edit(...)', file)
  child:wait('the parser', [[return vim.treesitter.highlighter.active[vim.api.nvim_get_current_buf()] ~= nil]])
end

--- What the tree says of the place where some words begin.
local function captures(words, by)
  child:go(words, by)
  return child:lua([[
    local at = vim.api.nvim_win_get_cursor(0)
    vim.treesitter.get_parser(0):parse(true)
    return vim.tbl_map(function(it) return it.capture end, vim.treesitter.get_captures_at_pos(0, at[1] - 1, at[2]))
  ]])
end

it('the parser is compiled with the first file', function()
  equal(child:lua([[return vim.uv.fs_stat(require('annexa.treesitter').parser) == nil]]), true)
  open('energy.annexa')
  equal(child:lua([[return vim.uv.fs_stat(require('annexa.treesitter').parser) ~= nil]]), true)
end)

it('it highlights', function()
  equal(captures('standard ENR'), { 'keyword' })
  equal(captures('sector '), { 'property' })
  equal(captures('add guidance to 27002', #'add '), { 'keyword' })
  assert(vim.tbl_contains(captures(' shall ', 1), 'keyword.exception'))
  assert(vim.tbl_contains(captures('// '), 'comment'))
end)

it('it folds blocks and texts, which are open to begin with', function()
  child:go('standard ENR')
  local line = child:lua([[return vim.fn.line('.')]])
  equal(child:lua('return vim.fn.foldclosed(...)', line), -1)
  child:type('zM')
  child:wait('the folds', 'return vim.fn.foldclosed(...) > 0', line)
  local first, last = unpack(child:lua('return { vim.fn.foldclosed(...), vim.fn.foldclosedend(...) }', line))
  equal(first, line)
  equal(child:lua('return vim.fn.getline(...)', last), '}')
  child:type('zR')
end)

it('it indents blocks, texts and what is nested', function()
  child:lua([[vim.cmd('enew!') vim.bo.filetype = 'annexa']])
  child:wait('the indents', [[return vim.bo.indentexpr ~= '']])
  child:type('iclause 6.1 "Risks" {<CR>item a) {<CR>item 1)<CR>}<CR>summary """<CR>One {27001 6.1} two.<CR>"""<CR>}<CR>')
  child:type('retain 27001 7.2 {<CR>reason """x"""<CR>// {<CR>}<Esc>')
  child:wait('the end', [[return vim.api.nvim_get_mode().mode == 'n' and vim.api.nvim_get_current_line() == '}']])
  equal(
    child:text(),
    table.concat({
      'clause 6.1 "Risks" {',
      '  item a) {',
      '    item 1)',
      '  }',
      '  summary """',
      '    One {27001 6.1} two.',
      '  """',
      '}',
      'retain 27001 7.2 {',
      '  reason """x"""',
      '  // {',
      '}',
    }, '\n')
  )
end)

it('indenting a whole example changes nothing', function()
  for _, name in ipairs({ 'energy/energy', 'cloud/cloud', 'company/profile', 'company/people' }) do
    open(('%s/examples/%s.annexa'):format(vim.env.ANNEXA_ROOT, name))
    local before = child:text()
    child:lua([[vim.cmd('silent normal! gg=G')]])
    equal(child:text(), before)
  end
end)

it('indenting mends fields and marks, and leaves texts alone', function()
  child:lua([[
    vim.cmd('enew!')
    vim.bo.filetype = 'annexa'
    vim.api.nvim_buf_set_lines(0, 0, -1, false, {
      '  interpret 27001 7.2 {', 'text """', 'words', '   a) one', '     1) two', '      """', '  }',
    })
    vim.cmd('silent normal! gg=G')
  ]])
  equal(child:text(), 'interpret 27001 7.2 {\n  text """\nwords\n   a) one\n     1) two\n  """\n}')
end)

it('the parser is compiled anew when the grammar is newer', function()
  child:lua([[vim.uv.fs_utime(require('annexa.treesitter').parser, 1, 1)]])
  vim.fn.writefile({ '// empty' }, folder .. '/new.annexa')
  open('new.annexa')
  child:wait('the new parser', [[return vim.uv.fs_stat(require('annexa.treesitter').parser).mtime.sec > 1]])
end)
child:stop()

it('comments are given to the parser for comments', function()
  -- None comes with Neovim; another one under its name shows that it is asked. Neovim remembers for good that a parser
  -- is missing, so that it has to be there before the first file.
  local other = Child.start(folder, { config = 'vim.g.annexa_server = false' })
  other:lua([[
    local parser = vim.api.nvim_get_runtime_file('parser/vimdoc.so', false)[1]
    vim.treesitter.language.add('comment', { path = parser, symbol_name = 'vimdoc' })
  ]])
  vim.fn.writefile({ 'retain 27001 7.2 {', '  // a remark', '}' }, folder .. '/remark.annexa')
  other:lua([[vim.cmd.edit('remark.annexa')]])
  local region = other:wait('the parser for comments', [[
    local parser = vim.treesitter.get_parser(0, nil, { error = false })
    if parser then
      parser:parse(true)
      local child = parser:children().comment
      return child and child:included_regions()[1][1]
    end
  ]])
  equal({ region[1], region[2], region[4], region[5] }, { 1, 2, 1, #'  // a remark' })
  other:stop()
end)

it('without a C compiler one goes without', function()
  local bare = Child.start(folder, { fresh = true, env = { PATH = '/nowhere', CC = '' }, config = 'vim.g.annexa_server = false' })
  bare:lua([[vim.cmd.edit('energy.annexa')]])
  equal(bare:lua('return { vim.bo.filetype, vim.bo.indentexpr, vim.v.errmsg, notes }'), { 'annexa', '', '', {} })
  bare:stop()
end)
vim.fn.delete(folder, 'rf')
