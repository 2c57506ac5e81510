-- The commands and the server are about the standard that is being edited, wherever its file lies.
local Child = require('child')

--- Puts examples into a folder: the path of each below it, and the file of the example.
local function layout(files)
  local folder = vim.uv.fs_realpath(vim.fs.dirname(vim.fn.tempname())) .. '/layout-' .. vim.uv.hrtime()
  for path, from in pairs(files) do
    vim.fn.mkdir(vim.fs.dirname(folder .. '/' .. path), 'p')
    if from == '' then
      vim.fn.writefile({}, folder .. '/' .. path)
    else
      assert(vim.uv.fs_copyfile(vim.env.ANNEXA_ROOT .. '/examples/' .. from, folder .. '/' .. path))
    end
  end
  return folder
end

local ENERGY, CLOUD = 'energy/energy.annexa', 'cloud/cloud.annexa'
local LAYOUTS = {
  ['a root with annexa.toml'] = {
    files = { ['annexa.toml'] = '', ['energy.annexa'] = ENERGY },
    open = { { 'energy.annexa', 'ENR', '' } },
  },
  ['a file in a subfolder'] = {
    files = { ['standard/energy.annexa'] = ENERGY },
    open = { { 'standard/energy.annexa', 'ENR', 'standard/' } },
  },
  ['two standards in two subfolders'] = {
    files = { ['energy/energy.annexa'] = ENERGY, ['cloud/cloud.annexa'] = CLOUD },
    open = { { 'energy/energy.annexa', 'ENR', 'energy/' }, { 'cloud/cloud.annexa', 'CLD', 'cloud/' } },
  },
  ['two roots'] = {
    files = {
      ['one/annexa.toml'] = '',
      ['one/energy.annexa'] = ENERGY,
      ['two/annexa.toml'] = '',
      ['two/text/cloud.annexa'] = CLOUD,
    },
    open = { { 'one/energy.annexa', 'ENR', 'one/' }, { 'two/text/cloud.annexa', 'CLD', 'two/' } },
  },
}

for name, case in vim.spairs(LAYOUTS) do
  it('commands and server fit ' .. name, function()
    local folder = layout(case.files)
    local child = Child.start(folder, {
      config = ([[
        vim.lsp.config('annexa', { cmd = { %q, 'lsp' } })
        opened = {}
        vim.ui.open = function(address) table.insert(opened, address) end
      ]]):format(vim.env.ANNEXA),
    })
    for _, file in ipairs(case.open) do
      local path, prefix, root = unpack(file)
      local small = prefix:lower()
      child:open(path)
      child:lua('opened, notes = {}, {}')
      child:type(':AnnexaPreview<CR>')
      matches(child:wait('the page', 'return opened[1]'), '/' .. small .. '/$')
      child:type(':AnnexaCompile<CR>')
      local note = child:wait('the compiled file', [[return notes[2] ]])
      matches(note, ('compiled to %sbuild/%s%%.json$'):format(root, small))
      child:type(':AnnexaStatus<CR>')
      child:wait('the status', [[return vim.bo.buftype == 'nofile']])
      matches(child:text(), prefix)
      child:type('q')
      child:wait('its end', [[return vim.bo.buftype == '']])
      child:wait('the server', [[
        local client = vim.lsp.get_clients({ bufnr = 0, name = 'annexa' })[1]
        return client and vim.tbl_isempty(client.requests) and #vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR }) == 0
      ]])
    end
    child:stop()
    vim.fn.delete(folder, 'rf')
  end)
end
