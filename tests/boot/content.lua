-- SPDX-License-Identifier: MIT
-- Content that lies in several mappings, one behind the other, is filled and
-- fetched as one; what reaches beyond the last is refused, and changes
-- nothing.

local memory = require "memory"
local models = require "models"

local E <const>, RW <const>, MAP <const> = models.E, 3, 4
local PAGE <const>, PAGES <const> = 4096, 3
local SIZE <const> = PAGES * PAGE

-- No two pages of it are alike.
local function pattern(seed)
  local words = {}
  for i = 1, SIZE / 4 do words[i] = string.pack("<I4", seed << 16 | i) end
  return table.concat(words)
end

-- One mapping a page, at addresses that follow each other; the first, or nil
-- where the model gives no such addresses.
local function mappings(m, space)
  local first = m.map(space, 0, PAGE, RW)
  for i = 1, PAGES - 1 do
    local ok, at = pcall(m.map, space, first + i * PAGE, PAGE, RW)
    if not ok or at ~= first + i * PAGE then return nil end
  end
  return first
end

local function check(m, space, first, text)
  assert(m.fetch(space, MAP, first, SIZE) == text)
  assert(m.fetch(space, MAP, first + PAGE - 8, 16) ==
    text:sub(PAGE - 7, PAGE + 8))
  for i = 0, PAGES - 1 do
    assert(m.read(space, first + i * PAGE, PAGE) ==
      text:sub(i * PAGE + 1, (i + 1) * PAGE), "page " .. i)
  end
end

local tried = 0
for _, name in ipairs(models.ALL) do
  local before = deimos.digest()
  local whole = require("model").load(name)
  local m = memory.open(whole.module)
  local space = m.create()
  m.load(space, "hello")
  local first = mappings(m, space)
  if first then
    local text = pattern(1)
    m.fill(space, MAP, first, text)
    check(m, space, first, text)
    assert(m.raw.fill(space, MAP, first + 4, pattern(2), SIZE) == E.ADDRESS)
    check(m, space, first, text)
    tried = tried + 1
  end
  print(name, first and "filled" or "gives no such addresses")
  m.destroy(space)
  m.close()
  whole:unload()
  assert(deimos.digest() == before, name)
end
assert(tried == 2, tried)
