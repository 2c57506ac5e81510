-- Runs the specs, one line each, in the form of TAP: nvim -l test/run.lua [PART OF A FILE'S NAME]
-- Environment: ANNEXA, the program to test.
local folder = vim.fs.dirname(vim.uv.fs_realpath(debug.getinfo(1, 'S').source:sub(2)))
package.path = folder .. '/?.lua;' .. package.path
vim.env.ANNEXA_PLUGIN = vim.fs.dirname(folder)
vim.env.ANNEXA_ROOT = vim.fs.normalize(folder .. '/../../..')
assert(vim.fn.executable(vim.env.ANNEXA or '') == 1, 'ANNEXA names no program')

local passed, failed = 0, 0

function _G.it(name, spec)
  local good, problem = xpcall(spec, debug.traceback)
  if good then
    passed = passed + 1
  else
    failed = failed + 1
  end
  io.write(('%s %d - %s\n'):format(good and 'ok' or 'not ok', passed + failed, name))
  if not good then
    io.write(('# %s\n'):format(problem:gsub('\n', '\n# ')))
  end
  io.flush()
end

--- Fails unless the two are the same.
function _G.equal(found, wanted)
  if not vim.deep_equal(found, wanted) then
    error(('found %s, wanted %s'):format(vim.inspect(found), vim.inspect(wanted)), 2)
  end
end

--- Fails unless a text has a piece that a pattern of Lua describes.
function _G.matches(text, pattern)
  if type(text) ~= 'string' or not text:find(pattern) then
    error(('%s does not match %s'):format(vim.inspect(text), pattern), 2)
  end
end

for file in vim.spairs(vim.iter(vim.fs.dir(folder)):fold({}, function(all, name)
  all[name] = name:find('_spec%.lua$') and name:find(arg[1] or '', 1, true) and true or nil
  return all
end)) do
  local good, problem = xpcall(dofile, debug.traceback, folder .. '/' .. file)
  if not good then
    it(file, function()
      error(problem)
    end)
  end
end

io.write(('1..%d\n'):format(passed + failed))
if failed > 0 or passed == 0 then
  io.write(('# %d of %d specs fail\n'):format(failed, passed + failed))
  os.exit(1)
end
