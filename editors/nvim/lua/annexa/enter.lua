-- Enter: the server continues a list or a table in a text, ends it behind an empty item, and indents. Neovim asks no server
-- for edits on typing before 0.12.
local M = {}

local METHOD = 'textDocument/onTypeFormatting'

--- Asks the server, and applies its edits unless something else was typed meanwhile.
local function ask(client, buffer)
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  params.ch = '\n'
  params.options = { tabSize = vim.fn.shiftwidth(), insertSpaces = vim.bo[buffer].expandtab }
  local tick = vim.b[buffer].changedtick
  client:request(METHOD, params, function(_, edits)
    local is_current = vim.api.nvim_get_current_buf() == buffer and vim.b[buffer].changedtick == tick
    if is_current and vim.api.nvim_get_mode().mode == 'i' and not vim.tbl_isempty(edits or {}) then
      vim.lsp.util.apply_text_edits(edits, buffer, client.offset_encoding)
      -- The cursor stands behind a mark that came.
      vim.cmd.startinsert({ bang = true })
    end
  end, buffer)
end

--- Asks the server behind each new line of a buffer.
function M.attach(client, buffer, group)
  if not client:supports_method(METHOD, buffer) then
    return
  end
  local count
  vim.api.nvim_create_autocmd({ 'InsertEnter', 'TextChangedI' }, {
    group = group,
    buffer = buffer,
    callback = function(event)
      local before = count
      count = vim.api.nvim_buf_line_count(buffer)
      local is_new = event.event == 'TextChangedI' and before and count == before + 1
      local column = vim.api.nvim_win_get_cursor(0)[2]
      if is_new and not vim.api.nvim_get_current_line():sub(1, column):find('%S') then
        ask(client, buffer)
      end
    end,
  })
end

return M
