-- `lsp/annexa.lua` alone, as nvim-lspconfig has such files.
local Child = require('child')
local folder = require('project')('energy')

it('the server works without the plugin', function()
  local runtime = vim.fn.tempname()
  vim.fn.mkdir(runtime .. '/lsp', 'p')
  assert(vim.uv.fs_copyfile(vim.env.ANNEXA_PLUGIN .. '/lsp/annexa.lua', runtime .. '/lsp/annexa.lua'))
  local child = Child.start(folder, {
    bare = true,
    env = { PATH = vim.fs.dirname(vim.env.ANNEXA) .. ':' .. vim.env.PATH },
    config = ([[
      vim.opt.runtimepath:append(%q)
      vim.filetype.add({ extension = { annexa = 'annexa' } })
      vim.lsp.enable('annexa')
    ]]):format(runtime),
  })
  equal(child:lua([[return pcall(require, 'annexa')]]), false)
  child:lua([[vim.cmd.edit('energy.annexa')]])
  child:wait('the server', [[
    local client = vim.lsp.get_clients({ bufnr = 0, name = 'annexa' })[1]
    return client and client.initialized
  ]])
  child:go('27002 5.23', 6)
  child:lua('vim.lsp.buf.definition()')
  child:wait('the base clause', [[return vim.api.nvim_get_current_line():find('^control 5%.23 ')]])
  equal(child:lua('return { vim.bo.readonly, vim.bo.modifiable, #vim.lsp.get_clients() }'), { true, false, 1 })
  child:stop()
end)
vim.fn.delete(folder, 'rf')
