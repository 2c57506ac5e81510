-- Verbal forms look different in the themes that come with Neovim.
local Child = require('child')
local folder = require('project')('energy')
local child = Child.start(folder, { config = 'vim.g.annexa_server = false' })

local FORMS = {
  requirement = 'keyword.exception',
  law = 'keyword.exception.law',
  recommendation = 'keyword.conditional',
  permission = 'keyword.modifier',
  capability = 'keyword.operator',
}

--- The looks of the verbal forms, as the server and as the syntax tree name them, and the colours of the text.
local function looks()
  return child:lua(
    [[
      local function look(name)
        local found = vim.api.nvim_get_hl(0, { name = name, link = false, create = false })
        return { fg = found.fg, ctermfg = found.ctermfg, bold = found.bold, italic = found.italic, underline = found.underline }
      end
      local normal = vim.api.nvim_get_hl(0, { name = 'Normal' })
      local found = { normal = { fg = normal.fg, ctermfg = normal.ctermfg }, ground = normal.bg, tokens = {}, captures = {} }
      for form, capture in pairs(...) do
        found.tokens[form] = look('@lsp.typemod.verbalForm.' .. form .. '.annexa')
        found.captures[form] = look('@' .. capture .. '.annexa')
      end
      return found
    ]],
    FORMS
  )
end

--- The contrast of two colours, from 1 to 21 (WCAG 2.2).
local function contrast(one, other)
  local function luminance(colour)
    local sum = 0
    for shift, weight in pairs({ [16] = 0.2126, [8] = 0.7152, [0] = 0.0722 }) do
      local part = bit.band(bit.rshift(colour, shift), 255) / 255
      sum = sum + weight * (part <= 0.04045 and part / 12.92 or ((part + 0.055) / 1.055) ^ 2.4)
    end
    return sum
  end
  local a, b = luminance(one), luminance(other)
  return (math.max(a, b) + 0.05) / (math.min(a, b) + 0.05)
end

for _, theme in ipairs({ 'default', 'habamax', 'retrobox', 'lunaperche', 'quiet', 'slate' }) do
  for _, background in ipairs({ 'dark', 'light' }) do
    it(('verbal forms look different in %s, %s'):format(theme, background), function()
      child:lua('vim.o.background = ...', background)
      child:lua('vim.cmd.colorscheme(...)', theme)
      local found = looks()
      equal(found.captures, found.tokens)
      local seen = { [vim.inspect(found.normal)] = 'text' }
      for form, look in pairs(found.tokens) do
        for _, kind in ipairs({ 'fg', 'ctermfg' }) do
          local key = vim.inspect({ kind, look[kind], look.bold, look.italic, look.underline })
          assert(look[kind] and not seen[key], ('%s looks like %s: %s'):format(form, seen[key], key))
          seen[key] = form
        end
        local ratio = contrast(look.fg, found.ground)
        assert(ratio >= 4.5, ('%s has a contrast of %.1f'):format(form, ratio))
      end
    end)
  end
end

it('another background changes the looks without another theme', function()
  child:lua([[vim.cmd('highlight clear') vim.g.colors_name = nil vim.o.background = 'dark']])
  local before = looks().tokens.requirement.fg
  child:lua([[vim.o.background = 'light']])
  local after = looks().tokens.requirement.fg
  assert(before and after and before ~= after)
end)

it('the looks of the user stay', function()
  child:lua([[
    vim.api.nvim_set_hl(0, 'AnnexaRequirement', { fg = '#123456' })
    vim.o.background = 'dark'
  ]])
  equal(looks().tokens.requirement.fg, 0x123456)
end)
child:stop()
vim.fn.delete(folder, 'rf')
