std = 'luajit'
globals = { 'vim' }
max_line_length = 160
-- The specs are run by test/run.lua, and type into a Neovim of their own.
files['test'] = { globals = { 'it', 'equal', 'matches', 'arg' } }
