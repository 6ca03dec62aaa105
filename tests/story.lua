-- SPDX-License-Identifier: MIT
-- What a test has seen, as lines, compared with a file of golden/: all that is
-- said counts, to the letter, not only what somebody thought of. If it is meant
-- to change, read the difference, and write the file again:
--
--   lua5.4 tests/host/NAME.lua write

local host = require "results.host"

local M = {}

-- What differs from run to run: the dates of folders, times, the limit of a guest
-- whose clock is the host's, the scratch folder.
local function settled(text, scratch)
  local from = scratch:gsub("%p", "%%%0")
  return (text:gsub(from, "TREE")
    :gsub("/20%d+T%d+Z%-[%w-]+", "/DATE")
    :gsub("(machine=qemu%-tcg results=com2 limit=)%d+", "%1N")
    :gsub("ended after %d+ s", "ended after N s"):gsub("%s+\n", "\n"))
end

local function lines_of(text)
  return (text .. "\n"):gmatch("([^\n]*)\n")
end

-- open: a story for a file of golden/; `write`: it is written anew.
function M.open(path, scratch, write)
  local parts, story = {}, {}

  -- A part: its title, then texts.
  function story.tell(title, ...)
    local part = { "== " .. title, ... }
    parts[#parts + 1] = settled(table.concat(part, "\n") .. "\n", scratch)
  end

  -- The parts in the order of their titles; the first line that differs fails.
  function story.finish()
    table.sort(parts)
    local text = table.concat(parts)
    if write then return host.write(path, text) end
    local before, title, number = lines_of(host.read(path) or ""), "", 0
    for line in lines_of(text) do
      local old = before()
      title, number = line:match("^== .*") or title, number + 1
      assert(line == old, ("%s:%d, of %s\n  expected: %s\n  found: %s"):format(
        path, number, title, old, line))
    end
    assert(not before(), path .. " has more to say")
  end

  return story
end

return M
