-- The server's kinds of token and the captures of the syntax tree, in the colours of the theme. Verbal forms have five
-- looks of their own: themes do not tell them apart, and an auditor reads them first.
local M = {}

local LINKS = {
  ['type.document'] = '@string.special',
  ['type.reference'] = '@number',
  ['type.label'] = '@label',
  ['type.term'] = '@type',
  ['type.audience'] = '@variable.parameter',
  ['type.rule'] = '@constant',
  ['type.listMark'] = '@markup.list',
  ['type.remark'] = '@markup.italic',
}

--- The looks of verbal forms. `capture` is their name in highlights.scm; the colours are those of Neovim, for its
--- light and dark palette and for terminals with 16 colours.
local FORMS = {
  requirement = { capture = 'keyword.exception', hue = 'Red', cterm = 1, bold = true },
  law = { capture = 'keyword.exception.law', hue = 'Magenta', cterm = 5, bold = true, underline = true },
  recommendation = { capture = 'keyword.conditional', hue = 'Yellow', cterm = 3, bold = true },
  permission = { capture = 'keyword.modifier', hue = 'Green', cterm = 2, italic = true },
  capability = { capture = 'keyword.operator', hue = 'Blue', cterm = 4, italic = true },
}

--- The group of a verbal form: `AnnexaRequirement`.
local function group_of(form)
  return 'Annexa' .. form:gsub('^%l', string.upper)
end

--- The looks that this module has set.
local set = {}

--- Sets the looks of verbal forms that the user or the theme has not set.
local function set_forms()
  local is_dark = vim.o.background == 'dark'
  for form, look in pairs(FORMS) do
    local group = group_of(form)
    local present = vim.api.nvim_get_hl(0, { name = group, create = false })
    if vim.tbl_isempty(present) or vim.deep_equal(present, set[group]) then
      vim.api.nvim_set_hl(0, group, {
        fg = (is_dark and 'NvimLight' or 'NvimDark') .. look.hue,
        ctermfg = look.cterm + (is_dark and 8 or 0),
        bold = look.bold,
        italic = look.italic,
        underline = look.underline,
      })
      set[group] = vim.api.nvim_get_hl(0, { name = group })
    end
  end
end

function M.set()
  local links = {}
  for kind, group in pairs(LINKS) do
    links['@lsp.' .. kind .. '.annexa'] = group
  end
  for form, look in pairs(FORMS) do
    links['@lsp.typemod.verbalForm.' .. form .. '.annexa'] = group_of(form)
    links['@' .. look.capture .. '.annexa'] = group_of(form)
  end
  for group, target in pairs(links) do
    vim.api.nvim_set_hl(0, group, { link = target, default = true })
  end
  set_forms()
  -- A theme clears groups that are no links; another background clears nothing.
  local events = vim.api.nvim_create_augroup('annexa.colours', {})
  vim.api.nvim_create_autocmd('ColorScheme', { group = events, callback = set_forms })
  vim.api.nvim_create_autocmd('OptionSet', { group = events, pattern = 'background', callback = set_forms })
end

return M
