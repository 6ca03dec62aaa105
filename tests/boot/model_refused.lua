-- SPDX-License-Identifier: MIT
-- A model whose spaces cannot be made, or hold no client, for want of memory
-- holds nothing for them: it goes as it came, and what it says is an error.

local memory = require "memory"
local model = require "model"

local nmm = deimos.nmm
local NOMEM <const>, FULL <const> = -5, -6
local TIMES <const> = 3

-- All memory of the UPS but what is less than a page.
local function take_all()
  local regions, size = {}, 1 << 30
  while size >= nmm.PAGE_SIZE do
    local ok, region = pcall(nmm.create_region, { size = size })
    if ok then regions[#regions + 1] = region else size = size // 2 end
  end
  return regions
end

local function give_back(regions)
  for _, region in ipairs(regions) do nmm.destroy_region(region) end
end

local function is_refusal(name, got)
  assert(got == NOMEM or got == FULL, ("%s: %d"):format(name, got))
end

for _, name in ipairs { "flat", "segmented", "segpaged", "paged" } do
  local before = deimos.digest()
  local it = model.load(name)
  local m = memory.open(it.module)
  local loaded = deimos.digest()
  local hog = take_all()
  for _ = 1, TIMES do is_refusal(name, m.raw.create()) end
  give_back(hog)
  assert(deimos.digest() == loaded, name .. ": something is left")
  m.close()
  it:unload()                           -- no vector leads there any more
  assert(deimos.digest() == before, name .. ": something stays")

  it = model.load(name)
  m = memory.open(it.module)
  local space = m.create()
  hog = take_all()
  for _ = 1, TIMES do is_refusal(name, m.raw.load(space, "hello")) end
  give_back(hog)
  m.load(space, "hello")
  assert(m.run(space, 7) == 7)
  m.destroy(space)
  m.close()
  it:unload()
end
print("models refused: and gone as they came")
