-- Before the first file is opened: the server, the commands, and colours.
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

local group = vim.api.nvim_create_augroup('annexa', {})

--- Offers completions where the cursor comes to an empty stop of a snippet, as no character is typed there.
local function complete_in_stops(buffer)
  local tick, was_active = vim.b[buffer].changedtick, false
  vim.api.nvim_create_autocmd({ 'CursorMovedI', 'TextChangedI' }, {
    group = group,
    buffer = buffer,
    callback = function()
      local is_active = vim.snippet.active()
      local is_jump = vim.b[buffer].changedtick == tick
      local arrives = is_active and (is_jump or not was_active)
      tick, was_active = vim.b[buffer].changedtick, is_active
      -- A stop with a text is selected, and one with choices has a menu.
      if arrives and vim.api.nvim_get_mode().mode == 'i' and vim.fn.pumvisible() == 0 then
        vim.lsp.completion.get()
      end
    end,
  })
end

vim.api.nvim_create_autocmd('LspAttach', {
  desc = 'Completion, lists that go on, and titles behind references',
  group = group,
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
    if while_typing then
      complete_in_stops(event.buf)
    end
    require('annexa.enter').attach(client, event.buf, group)
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

vim.api.nvim_create_user_command('AnnexaCompile', function()
  require('annexa.commands').compile_project()
end, { desc = 'Compile the project of this file' })
vim.api.nvim_create_user_command('AnnexaPreview', function()
  require('annexa.preview').open()
end, { desc = 'Show the standard in a browser as its readers will see it' })
vim.api.nvim_create_user_command('AnnexaStatus', function()
  require('annexa.commands').status()
end, { desc = 'Show what is missing, and what the standard covers' })
