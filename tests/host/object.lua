-- SPDX-License-Identifier: MIT
-- What tests change in a module's object: a word is a number, leads elsewhere, or
-- leads where another one does; its relocation follows, and no byte beside it moves.

local host = require "results.host"
local object = require "tests.object"

local FILE <const> = host.scratch() .. "/o.o"
host.must(("printf %%s %s | gcc -m32 -c -x c -fno-pic -o %s -"):format(host.quote([[
int a[9], b;
void *p[5] __attribute__((section(".deimos"))) = { &a[1], &b, 0, (void *)5, &a[2] };
]]), FILE))
local text = host.read(FILE)

-- A word of the section, and what its relocation says: symbol and kind, or nil.
local function at(o, offset)
  local s, rel = o.sections[".deimos"], o:relocation(".deimos", offset)
  return o:word(s.offset + offset), rel and o:word(rel + 4)
end

local function is(got, wanted, what)
  assert(got == wanted, ("%s: %s, not %s"):format(what, got, wanted))
end

local sound = object.open(text)
local words, links = {}, {}
for i = 0, 4 do words[i], links[i] = at(sound, 4 * i) end
is(table.concat(words, " ", 0), "4 0 0 5 8", "words")
is(links[0], links[4], "both of a")
assert(links[1] and links[0] ~= links[1] and links[0] & 0xff == 1, "relocations")
is(links[2], nil, "a number")

-- changed: all words after it, and a relocation that differs.
local function changed(change, index, word, link)
  local o = object.open(text)
  change(o)
  for i = 0, 4 do
    local now, is_link = at(o, 4 * i)
    is(now, i == index and word or words[i], "word " .. i)
    if i == index then is(is_link, link, "link") else is(is_link, links[i], "link " .. i) end
  end
  is(#o.text, #text, "size")
  local count = 0
  for i = 1, #text do
    if o.text:byte(i) ~= text:byte(i) then count = count + 1 end
  end
  assert(count > 0 and count <= 8, count)
end
changed(function(o) o:set(".deimos", 0, 0x12345678) end, 0, 0x12345678, 0)
changed(function(o) o:set(".deimos", 8, -1) end, 2, 0xffffffff, nil)
changed(function(o) o:shift(".deimos", 0, 8) end, 0, 12, links[0])
changed(function(o) o:shift(".deimos", 12, -6) end, 3, 0xffffffff, nil)
changed(function(o) o:same(".deimos", 4, 16) end, 1, 8, links[0])
changed(function(o) o:same(".deimos", 0, 12) end, 0, 5, 0)
assert(not pcall(sound.same, sound, ".deimos", 8, 0), "no relocation to change")
print("object: words and what leads elsewhere")
