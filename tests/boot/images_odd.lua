-- SPDX-License-Identifier: MIT
-- Modules whose header, sections, manifest, relocations, symbols, names, texts or
-- size are damaged at random, hundreds of them: each is refused with what is
-- wrong and where, or it is loaded and goes again. Nothing of it is left.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 300
-- modules: odd_source asker counter1 slots64

local images = require "images"

local CASES <const> = tonumber(deimos.options["arg.cases"]) or
  (deimos.machine().segment_limits and 12 or 120)      -- of each part
local FIRST <const> = tonumber(deimos.options["arg.first"]) or 1
-- ORDER tests/modules/odd_source.c
local PARTS <const> = { [0] = "header", "sections", "manifest", "relocations",
  "symbols", "names", "texts", "size" }
local BASES <const> = { "counter1", "slots64", "bind_queue", "clock" }
-- How a refusal says where, by the part that is damaged: a header is one, a
-- section that is not found any more has no number.
local ENTRY <const>, SECTION <const>, SYMBOL <const> = "%(entry %d+, ",
  "section %d+ %(", "symbol %d+"
local NONE <const>, BYTES <const> = "section %.deimos", "%d+ bytes"
local WHERE <const> = { header = { "malformed module image" },
  sections = { SECTION, SYMBOL, ENTRY, NONE, "no region of", "two sections",
    "symbol table", "sections" },
  manifest = { ENTRY, NONE, "manifest does not name", "two module",
    "is of type 'binding'" },
  relocations = { SECTION, ENTRY, NONE }, symbols = { SYMBOL, SECTION, ENTRY,
    NONE }, names = { SECTION, SYMBOL, ENTRY, NONE, "two sections" },
  texts = { ENTRY, "is of type 'binding'", "receptacle '" },
  size = { "source of images", BYTES, SECTION, "section headers" } }

local asker = deimos.load("asker")
local ask <close> = asker:open("asker")
local source = deimos.load("odd_source")
local odd = source:open("odd")
images.bind(ask, source, "images")

local counts = { loaded = 0, refused = 0 }

local function names_a_place(part, text)
  for _, word in ipairs(WHERE[PARTS[part]]) do
    if text:find(word) then return true end
  end
end

local function one(part, number)
  local base = BASES[1 + number % #BASES]
  local what = ("%s of %s, %d"):format(PARTS[part], base, number)
  local before = deimos.digest()
  assert(odd.set(part, 1 + number % 3, number) == #PARTS + 1)
  local ok, result = pcall(deimos.load, base)
  if ok then
    result:unload()
    counts.loaded = counts.loaded + 1
  else
    counts.refused = counts.refused + 1
    assert(names_a_place(part, result), what .. ": " .. result)
    assert(not result:find("[^\n\32-\126]"), what .. ": " .. result)
  end
  assert(deimos.digest() == before, what .. ": something is left")
end

for part = 0, #PARTS do
  for number = FIRST, FIRST + CASES - 1 do one(part, number) end
  print(("%s: %d loaded, %d refused"):format(PARTS[part], counts.loaded,
    counts.refused))
end
for _, base in ipairs(BASES) do deimos.load(base):unload() end
images.bind(ask, deimos.find("archive"), "archive")
deimos.close(odd)
source:unload()
