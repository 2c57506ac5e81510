---@brief
---
--- https://github.com/annexa/annexa
---
--- Language server for Annexa, a language for sector-specific extensions of ISO/IEC 27001 and ISO/IEC 27002.
---
--- It is part of the program `annexa`, which has to be on the path:
---
--- ```sh
--- cargo install --path crates/annexa
--- ```

---@type vim.lsp.Config
return {
  cmd = { 'annexa', 'lsp' },
  filetypes = { 'annexa' },
  root_dir = function(bufnr, on_dir)
    local file = vim.api.nvim_buf_get_name(bufnr)
    -- The server writes the base documents into a cache and opens them there. They have no project of their own:
    -- the client that one comes from tells what it makes of them.
    if file:gsub('\\', '/'):find('/annexa[^/]*/catalogues/[^/]+/[^/]+%.annexa$') then
      local before = vim.lsp.get_clients({ name = 'annexa', bufnr = vim.fn.bufnr('#') })[1]
      local client = before or vim.lsp.get_clients({ name = 'annexa' })[1]
      return on_dir(client and client.root_dir)
    end
    on_dir(vim.fs.root(bufnr, 'annexa.toml') or vim.fs.root(bufnr, '.git'))
  end,
}
