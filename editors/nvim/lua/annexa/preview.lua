-- `:AnnexaPreview`: the standard in a browser, as its readers will see it, which follows the files that are saved.
--
-- A small web server in this Neovim serves the page. Only a browser of this machine that knows the address may read it:
-- the server listens on 127.0.0.1 at a random port, addresses begin with a random token, and requests for another host
-- name are refused, so that no web site can read the page by a name of its own (DNS rebinding).
local commands = require('annexa.commands')

local M = {}

local ADDRESS = '127.0.0.1'

-- A request is longer, or takes longer, only where it does not come from a browser.
local LONGEST_REQUEST = 16 * 1024
local REQUEST_MILLISECONDS = 5000

-- The policy of the page itself allows no connection, so that a page around it listens for changes. It replaces the
-- contents and not the whole page: the reader's place, search and theme stay.
local FRAME = [[
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Preview</title>
<style>
  html, body, iframe { margin: 0; border: 0; width: 100%; height: 100%; }
  body { overflow: hidden; }
  #state { position: fixed; inset: auto 0 0 auto; margin: 1em; padding: .5em 1em; font: 1rem sans-serif;
    color: #fff; background: #7a1f1f; border-radius: .3em; }
</style>
<iframe src="page" title="The standard"></iframe>
<p id="state" role="status" hidden></p>
<script>
  const frame = document.querySelector('iframe');
  const state = document.getElementById('state');
  const say = (text) => { state.textContent = text; state.hidden = text === ''; };
  const update = async () => {
    const next = new DOMParser().parseFromString(await (await fetch('page')).text(), 'text/html');
    const shown = frame.contentDocument;
    for (const part of ['main', '.contents']) {
      shown.querySelector(part).innerHTML = next.querySelector(part).innerHTML;
    }
    shown.dispatchEvent(new Event('replaced'));
    say('');
  };
  frame.addEventListener('load', () => { document.title = `${frame.contentDocument.title} (preview)`; });
  const changes = new EventSource('changes');
  let opened = false;
  changes.addEventListener('open', () => { if (opened) update(); opened = true; say(''); });
  changes.addEventListener('error', () => say('Not connected: Neovim has ended.'));
  changes.addEventListener('message', ({ data }) => {
    if (data === 'changed') update(); else say('Not up to date: the standard has errors, or cannot be compiled.');
  });
</script>
</html>
]]

local FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; "
  .. "frame-src 'self'; frame-ancestors 'none'; base-uri 'none'"

--- What answers the request for a path.
local routes = {}

--- The previews, by the file that they were opened from: the folder of their pages, the pages by name, and what waits for
--- the program.
local previews = {}

local function head(status, kind, policy)
  return table.concat({
    'HTTP/1.1 ' .. status,
    'Content-Type: ' .. kind,
    'Content-Security-Policy: ' .. policy,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Referrer-Policy: no-referrer',
    'Connection: close',
    '\r\n',
  }, '\r\n')
end

local function close(socket)
  if not socket:is_closing() then
    socket:close()
  end
end

local function answer(socket, text)
  socket:write(text, function()
    close(socket)
  end)
end

--- Answers a request, of which the head has been read.
local function serve(socket, request, host)
  local path = request:match('^GET (%S+) HTTP/1%.1\r\n')
  local named = request:match('\r\n[Hh][Oo][Ss][Tt]:[ \t]*([^\r\n]*)')
  local route = named == host and routes[path]
  if not route then
    return answer(socket, head('404 Not Found', 'text/plain', "default-src 'none'"))
  end
  route(socket)
end

--- Reads the head of a request.
local function accept(server, host)
  local socket = assert(vim.uv.new_tcp())
  server:accept(socket)
  local timer = assert(vim.uv.new_timer())
  timer:start(REQUEST_MILLISECONDS, 0, function()
    timer:close()
    close(socket)
  end)
  local request = ''
  socket:read_start(function(_, chunk)
    request = request .. (chunk or '')
    local is_whole = request:find('\r\n\r\n', 1, true)
    if chunk and not is_whole and #request <= LONGEST_REQUEST then
      return
    end
    socket:read_stop()
    if timer:is_closing() then
      return
    end
    timer:close()
    if is_whole then
      serve(socket, request, host)
    else
      close(socket)
    end
  end)
end

local address

--- The address of the server, which is started the first time.
local function start()
  if address then
    return address
  end
  local server = assert(vim.uv.new_tcp())
  assert(server:bind(ADDRESS, 0))
  local host = ('%s:%d'):format(ADDRESS, server:getsockname().port)
  assert(server:listen(16, function(problem)
    if not problem then
      accept(server, host)
    end
  end))
  address = 'http://' .. host
  return address
end

--- Serves the page in a file, unless it is served already.
local function publish(preview, file)
  local name = vim.fs.basename(file):gsub('%.html$', '')
  if preview.pages[name] then
    return
  end
  local token = vim.uv.random(16):gsub('.', function(byte)
    return ('%02x'):format(byte:byte())
  end)
  local path = ('/%s/%s/'):format(token, vim.uri_encode(name))
  local page = { address = start() .. path, listeners = {} }
  preview.pages[name] = page
  routes[path] = function(socket)
    answer(socket, head('200 OK', 'text/html; charset=utf-8', FRAME_POLICY) .. FRAME)
  end
  routes[path .. 'page'] = function(socket)
    local opened = io.open(file, 'rb')
    local text = opened and opened:read('*a') or ''
    if opened then
      opened:close()
    end
    answer(socket, head('200 OK', 'text/html; charset=utf-8', "frame-ancestors 'self'") .. text)
  end
  routes[path .. 'changes'] = function(socket)
    socket:write(head('200 OK', 'text/event-stream', "default-src 'none'"))
    page.listeners[socket] = true
    socket:read_start(function(_, chunk)
      if not chunk then
        page.listeners[socket] = nil
        close(socket)
      end
    end)
  end
end

--- Compiles the pages of a preview and notifies the browsers. `on_done` gets what `commands.compile` gives.
local function compile(preview, on_done)
  table.insert(preview.waiting, on_done)
  -- Files that change while the program runs need another run.
  preview.is_stale = preview.is_running
  if preview.is_running then
    return
  end
  preview.is_running = true
  local arguments = { '--format', 'html', '--output', preview.folder }
  commands.compile(arguments, preview.file, function(findings, written)
    preview.is_running = false
    for _, path in ipairs(written or {}) do
      publish(preview, vim.fs.joinpath(preview.folder, vim.fs.basename(path)))
    end
    local is_new = written and #written > 0
    for _, page in pairs(preview.pages) do
      for socket in pairs(page.listeners) do
        socket:write(is_new and 'data: changed\n\n' or 'data: stale\n\n')
      end
    end
    if preview.is_stale then
      return compile(preview)
    end
    local waiting = preview.waiting
    preview.waiting = {}
    for _, callback in ipairs(waiting) do
      callback(findings, written)
    end
  end)
end

local function follow()
  vim.api.nvim_create_autocmd('BufWritePost', {
    group = vim.api.nvim_create_augroup('annexa.preview', {}),
    desc = 'Bring the previews up to date',
    callback = function(event)
      if vim.bo[event.buf].filetype == 'annexa' then
        for _, preview in pairs(previews) do
          compile(preview)
        end
      end
    end,
  })
end

--- Opens the pages of the current project in a browser.
function M.open()
  local file = commands.current_file()
  if not file then
    return
  end
  local preview = previews[file] or { file = file, folder = vim.fn.tempname(), pages = {}, waiting = {} }
  compile(preview, function(findings, written)
    if not findings then
      return
    end
    if #written == 0 then
      commands.list(findings)
      return commands.say('no preview, as there are errors', vim.log.levels.ERROR)
    end
    previews[file] = preview
    follow()
    for name, page in vim.spairs(preview.pages) do
      local _, problem = vim.ui.open(page.address)
      if problem then
        commands.say(('open %s in a browser: it cannot be opened from here: %s'):format(page.address, problem), vim.log.levels.WARN)
      else
        commands.say(('the preview of %s is at %s; it follows when you save'):format(name:upper(), page.address))
      end
    end
  end)
end

return M
