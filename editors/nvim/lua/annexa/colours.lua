-- The server's kinds of token, in the colours that the theme has for those of tree-sitter.
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
  -- As in highlights.scm: an auditor reads these first.
  ['typemod.verbalForm.requirement'] = '@keyword.exception',
  ['typemod.verbalForm.law'] = '@keyword.exception',
  ['typemod.verbalForm.recommendation'] = '@keyword.conditional',
  ['typemod.verbalForm.permission'] = '@keyword.modifier',
  ['typemod.verbalForm.capability'] = '@keyword.operator',
}

function M.set()
  for kind, group in pairs(LINKS) do
    vim.api.nvim_set_hl(0, '@lsp.' .. kind .. '.annexa', { link = group, default = true })
  end
end

return M
