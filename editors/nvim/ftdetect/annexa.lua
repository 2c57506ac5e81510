vim.filetype.add({ extension = { annexa = 'annexa' } })
