-- `:AnnexaPreview`: the page that it serves, and who may read it. `tests/html/preview.test.mjs` opens it in a browser.
local Child = require('child')
local folder = require('project')('energy')

-- What `vim.ui.open` starts on Linux; it writes down what it is to open.
local opener = folder .. '/bin'
vim.fn.mkdir(opener)
vim.fn.writefile({ '#!/bin/sh', ('echo "$1" >%s/opened'):format(folder) }, opener .. '/xdg-open')
assert(vim.uv.fs_chmod(opener .. '/xdg-open', 493))

local child = Child.start(folder, {
  env = { PATH = opener .. ':' .. vim.env.PATH },
  config = ([[vim.lsp.config('annexa', { cmd = { %q, 'lsp' } })]]):format(vim.env.ANNEXA),
})
child:open('energy.annexa')

--- Sends a request and gives what comes back: all of it, or up to some words where the connection stays open.
local function ask(port, request, words)
  local received, ended = '', false
  local socket = assert(vim.uv.new_tcp())
  socket:connect('127.0.0.1', port, function(problem)
    assert(not problem, problem)
    socket:read_start(function(_, chunk)
      received, ended = received .. (chunk or ''), chunk == nil
    end)
    socket:write(request)
  end)
  local came = vim.wait(20000, function()
    return ended or words and received:find(words, 1, true) ~= nil
  end, 10)
  socket:close()
  assert(came, 'there is no answer: ' .. received)
  return received
end

local function get(port, path, host)
  return ask(port, ('GET %s HTTP/1.1\r\nHost: %s\r\n\r\n'):format(path, host or '127.0.0.1:' .. port))
end

local port, path

it('it opens a page on this machine alone, and says where', function()
  child:type(':AnnexaPreview<CR>')
  local opened = folder .. '/opened'
  assert(vim.wait(30000, function()
    return vim.fn.getfsize(opened) > 0
  end), vim.inspect(child:look()))
  local url = vim.fn.readfile(opened)[1]
  port, path = url:match('^http://127%.0%.0%.1:(%d+)(/%x+/enr/)$')
  port = tonumber(port)
  assert(port and #path == 32 + #'//enr/', url)
  local note = child:wait('the message', [[return notes[#notes] and notes[#notes]:find('preview of ENR', 1, true) and notes[#notes] ]])
  matches(note, vim.pesc(url))
  local listening = vim.fn.readfile('/proc/net/tcp')
  local all = vim.tbl_filter(function(line)
    return line:find((':%04X 00000000:0000 0A'):format(port), 1, true)
  end, listening)
  equal(#all, 1)
  matches(all[1], ' 0100007F:')
  equal(vim.fn.isdirectory(folder .. '/build'), 0)
end)

it('the page is there for a browser that knows the address', function()
  matches(get(port, path), '^HTTP/1%.1 200 OK\r\n.*<iframe src="page"')
  local page = get(port, path .. 'page')
  matches(page, '^HTTP/1%.1 200 OK\r\n')
  matches(page, '\r\n\r\n<!DOCTYPE html>.*ENR')
  for _, line in ipairs({ 'Cache%-Control: no%-store', 'Referrer%-Policy: no%-referrer', "frame%-ancestors 'self'" }) do
    matches(page, line)
  end
end)

it('no other page can read it', function()
  local token = path:match('%x+')
  local refused = {
    { '/', nil },
    { '/enr/', nil },
    { path:gsub('%x', '0'), nil },
    { path .. '../../etc/passwd', nil },
    { '/' .. token .. '/', nil },
    { path .. 'page', 'evil.example' },
    { path .. 'page', 'evil.example:' .. port },
    { path .. 'page', 'localhost:' .. port },
    { path .. 'page', '127.0.0.1' },
  }
  for _, case in ipairs(refused) do
    matches(get(port, case[1], case[2]), '^HTTP/1%.1 404 Not Found\r\n')
  end
  matches(ask(port, ('POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n'):format(path, port)), '^HTTP/1%.1 404')
  matches(ask(port, ('GET %spage HTTP/1.1\r\n\r\n'):format(path)), '^HTTP/1%.1 404')
end)

it('a request that does not end is not waited for', function()
  local began = vim.uv.hrtime()
  equal(ask(port, 'GET / HTTP/1.1\r\nX: ' .. ('x'):rep(20000)), '')
  local seconds = (vim.uv.hrtime() - began) / 1e9
  -- It is too long already; one that is short may still go on.
  assert(seconds < 4, seconds)
  equal(ask(port, 'GET / HTTP/1.1\r\n'), '')
end)

it('it is opened again at the same address, also with changes that are not saved', function()
  local opened = folder .. '/opened'
  vim.fn.delete(opened)
  child:go('// ')
  child:type('A, and a remark<Esc>')
  child:wait('the change', 'return vim.bo.modified')
  child:type(':AnnexaPreview<CR>')
  assert(vim.wait(30000, function()
    return vim.fn.getfsize(opened) > 0
  end), vim.inspect(child:look()))
  matches(vim.fn.readfile(opened)[1], vim.pesc(path) .. '$')
end)

it('it follows what is saved, and says where it is not up to date', function()
  local request = ('GET %schanges HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n'):format(path, port)
  local function save_and_hear(keys, words)
    vim.defer_fn(function()
      child:type(keys .. '<Esc>:silent write<CR>')
    end, 200)
    ask(port, request, words)
  end
  child:go('sector "')
  save_and_hear('f"aPreviewed ', 'data: changed')
  matches(get(port, path .. 'page'), 'Previewed ')
  child:go('add guidance to 27002 5.23', #'add guidance to 27002 5.')
  save_and_hear('C99 {', 'data: stale')
  matches(get(port, path .. 'page'), 'Previewed ')
  equal(child:lua([[return vim.fn.getqflist({ winid = 0 }).winid]]), 0)
  -- A run that fails is not the last one.
  child:lua([[vim.lsp.config('annexa', { cmd = { '/nowhere/annexa', 'lsp' } })]])
  save_and_hear('0', 'data: stale')
  matches(child:lua('return notes[#notes]'), 'cannot be run')
  child:lua([[vim.lsp.config('annexa', { cmd = { ..., 'lsp' } })]], vim.env.ANNEXA)
  child:go('27002 5.99', #'27002 5.')
  save_and_hear('C23 {', 'data: changed')
  child:go('add guidance to 27002 5.23', #'add guidance to 27002 5.')
  save_and_hear('C99 {', 'data: stale')
end)

it('errors keep it from being opened', function()
  child:lua([[notes = {}]])
  vim.fn.delete(folder .. '/opened')
  child:type(':AnnexaPreview<CR>')
  child:wait('the message', [[return vim.tbl_contains(notes, 'Annexa: no preview, as there are errors')]])
  equal(child:lua('return #vim.fn.getqflist()'), 1)
  equal(vim.fn.filereadable(folder .. '/opened'), 0)
end)

child:stop()
vim.fn.delete(folder, 'rf')
