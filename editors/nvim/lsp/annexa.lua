---@brief
---
--- https://github.com/annexa/annexa
---
--- Language server for Annexa, a language for sector-specific extensions of ISO/IEC 27001 and ISO/IEC 27002.
---
--- The server is part of the program `annexa`, which must be on the PATH:
---
--- ```sh
--- git clone https://github.com/annexa/annexa
--- cargo install --path annexa/crates/annexa
--- ```
---
--- Neovim does not know its files yet:
---
--- ```lua
--- vim.filetype.add({ extension = { annexa = 'annexa' } })
--- ```

--- Whether a file is a base document. The server writes these into a cache, and says in which folder.
local function is_base(client, file)
  local folder = vim.tbl_get(client, 'server_capabilities', 'experimental', 'catalogues')
  return type(folder) == 'string' and vim.fs.relpath(vim.uri_to_fname(folder), file) ~= nil
end

---@type vim.lsp.Config
return {
  cmd = { 'annexa', 'lsp' },
  filetypes = { 'annexa' },
  root_dir = function(bufnr, on_dir)
    local file = vim.api.nvim_buf_get_name(bufnr)
    -- A base document belongs to no project: the server that led to it serves it.
    local clients = vim.lsp.get_clients({ name = 'annexa', bufnr = vim.fn.bufnr('#') })
    vim.list_extend(clients, vim.lsp.get_clients({ name = 'annexa' }))
    for _, client in ipairs(clients) do
      if is_base(client, file) then
        return on_dir(client.root_dir)
      end
    end
    on_dir(vim.fs.root(bufnr, 'annexa.toml') or vim.fs.root(bufnr, '.git'))
  end,
  on_attach = function(client, bufnr)
    -- Changes of a base document would be lost.
    if is_base(client, vim.api.nvim_buf_get_name(bufnr)) then
      vim.bo[bufnr].readonly = true
      vim.bo[bufnr].modifiable = false
    end
  end,
}
