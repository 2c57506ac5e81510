-- The program: which one there is, and what to do where there is none.
local M = {}

--- The program that the settings of the server name; `nil` where they start the server in another way.
function M.program()
  local cmd = vim.lsp.config.annexa.cmd
  return type(cmd) == 'table' and cmd[1] or nil
end

--- Whether the program can be run.
function M.is_installed()
  return vim.fn.executable(M.program() or '') == 1
end

--- How to install the program, step by step.
function M.installation()
  local repository = vim.fs.normalize(vim.fs.joinpath(require('annexa.treesitter').grammar, '../..'))
  local crate = vim.fs.joinpath(repository, 'crates/annexa')
  local steps = {}
  if vim.fn.executable('cargo') == 0 then
    table.insert(steps, 'Install Rust from https://rustup.rs, which brings `cargo`')
  end
  if not vim.uv.fs_stat(crate) then
    table.insert(steps, 'Run `git clone https://github.com/annexa/annexa`')
    crate = 'annexa/crates/annexa'
  end
  table.insert(steps, ('Run `cargo install --path %s`'):format(vim.fn.shellescape(crate)))
  table.insert(steps, 'Start Neovim again from a shell that finds `annexa`: `cargo` installs it to `~/.cargo/bin`')
  table.insert(steps, "Or name a program: `vim.lsp.config('annexa', { cmd = { '/path/to/annexa', 'lsp' } })`")
  return steps
end

local is_announced = false

--- Says that the program is missing, once.
function M.announce_missing()
  if is_announced or not M.program() or M.is_installed() then
    return
  end
  is_announced = true
  local lines = { ('Annexa: the program `%s` is missing, so nothing is checked or completed.'):format(M.program()) }
  for number, step in ipairs(M.installation()) do
    table.insert(lines, ('%d. %s'):format(number, step))
  end
  vim.notify(table.concat(lines, '\n'), vim.log.levels.WARN)
end

return M
