-- A copy of an example, in which one may write.
return function(name)
  local folder = vim.uv.fs_realpath(vim.fs.dirname(vim.fn.tempname())) .. '/' .. name .. '-' .. vim.uv.hrtime()
  vim.fn.mkdir(folder)
  local from = vim.env.ANNEXA_ROOT .. '/examples/' .. name
  for file, kind in vim.fs.dir(from) do
    if kind == 'file' then
      assert(vim.uv.fs_copyfile(from .. '/' .. file, folder .. '/' .. file))
    end
  end
  return folder
end
