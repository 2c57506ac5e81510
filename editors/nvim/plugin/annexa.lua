-- What is there before the first file is opened: the server, the commands, and colours.
if vim.g.loaded_annexa or vim.fn.has('nvim-0.11') == 0 then
  return
end
vim.g.loaded_annexa = true

-- The grammar is in the same repository and has its queries where Neovim looks for them.
vim.opt.runtimepath:append(require('annexa.treesitter').grammar)
require('annexa.colours').set()
if vim.g.annexa_server ~= false then
  vim.lsp.enable('annexa')
end

vim.api.nvim_create_autocmd('LspAttach', {
  desc = 'Completion, and titles behind references',
  group = vim.api.nvim_create_augroup('annexa', {}),
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if not client or client.name ~= 'annexa' then
      return
    end
    local while_typing = vim.g.annexa_autocomplete == true
    if while_typing then
      -- Nothing is inserted that was not chosen.
      vim.bo[event.buf].completeopt = 'menuone,noselect,popup'
    end
    vim.lsp.completion.enable(true, client.id, event.buf, {
      autotrigger = while_typing,
      -- Neovim takes what is inserted up to the first blank, and a reference has one.
      convert = function(item)
        local is_plain = item.textEdit and item.insertTextFormat ~= vim.lsp.protocol.InsertTextFormat.Snippet
        return is_plain and { word = item.textEdit.newText } or {}
      end,
    })
    if vim.g.annexa_inlay_hints ~= false then
      vim.lsp.inlay_hint.enable(true, { bufnr = event.buf })
    end
  end,
})

-- What a code lens of the server runs.
vim.lsp.commands['annexa.showReferences'] = function(command, context)
  local client = assert(vim.lsp.get_client_by_id(context.client_id))
  local items = vim.lsp.util.locations_to_items(command.arguments[3], client.offset_encoding)
  vim.fn.setqflist({}, ' ', { title = command.title, items = items })
  vim.cmd('botright copen')
end

for name, command in pairs({
  Compile = { 'Compile the project of this file', 'compile' },
  Preview = { 'Show the standard as its readers will see it', 'preview' },
  Status = { 'Show what is missing, and what the standard covers', 'status' },
}) do
  vim.api.nvim_create_user_command('Annexa' .. name, function()
    require('annexa.commands')[command[2]]()
  end, { desc = command[1] })
end
