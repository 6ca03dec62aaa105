-- SPDX-License-Identifier: MIT
-- Pages that spaces share: by share(), by copy() until one of both writes,
-- with more pages than frames; and paging off and on under all of it.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: buffer
-- limit: 200

local paged = require "paged"

local E, PAGE, is = paged.E, paged.PAGE, paged.is
local WORDS = PAGE // 4
local nmm = deimos.nmm
local before = deimos.digest()
local m = paged.new()
is(m.control.configure(64, 0, 0), 0)
local digest = m:digest()

print("share")
local a, b = m:client(), m:client()
a.region = assert(m:map(a.space, 0, 20 * PAGE))
is(a:run("fill", a.region, 5 * WORDS, 1), 0)
local at = assert(m:out("share", a.space, a.region, 20 * PAGE, b.space, 3))
is(b:run("check", at, 5 * WORDS, 1), 0)
is(b:run("sum", at + 5 * PAGE, 15 * WORDS), 0, "nobody had touched these")
is(b:run("fill", at, 20 * WORDS, 2), 0)
is(a:run("check", a.region, 20 * WORDS, 2), 0)
is(a:run("write", a.region + 19 * PAGE, 0, 99), 0)
is(b:run("read", at + 19 * PAGE), 99)
local low = assert(m:out("share", a.space, a.region, PAGE, b.space, 1))
is(b:run("write", low, 0, 1), E.DIED, "read-only")
is(b:run("write", at, 0, 1), 0)
is(m:out("share", a.space, a.region, 25 * PAGE, b.space, 3), nil)
is(m:out("share", a.space, a.region, PAGE, 9999, 3), nil)
is(a:run("fill", a.region, 20 * WORDS, 3), 0)
assert(m:usage(a.space).shared >= 20 * PAGE)
is(m.memory.unmap(a.space, a.region, 20 * PAGE), 0)
is(b:run("check", at, 20 * WORDS, 3), 0, "b has them still")
a:destroy()
b:destroy()
is(m:digest(), digest)

print("copy on write")
local function copies(n, pages)
  local list = { m:client() }
  local first = list[1]
  first.region = assert(m:map(first.space, 0, pages * PAGE))
  is(first:run("fill", first.region, pages * WORDS, 5), 0)
  for i = 2, n do
    local space = m.memory.copy(list[math.random(#list)].space)
    assert(space > 0, space)
    list[i] = setmetatable({ model = m, space = space, block = first.block,
      region = first.region }, getmetatable(first))
  end
  return list
end

local list = copies(3, 10)
is(m:usage(list[2].space).resident, m:usage(list[2].space).shared)
is(list[2]:run("fill", list[2].region, 5 * WORDS, 6), 0)
is(list[1]:run("check", list[1].region, 10 * WORDS, 5), 0)
is(list[3]:run("check", list[3].region, 10 * WORDS, 5), 0)
is(list[2]:run("check", list[2].region, 5 * WORDS, 6), 0)
is(list[1]:run("write", list[1].region, 0, 7), 0)
is(list[3]:run("check", list[3].region, 10 * WORDS, 5), 0)
is(list[1]:run("write", PAGE, 0, 7), E.DIED, "text is no one's to write")
list[1]:destroy()
is(list[3]:run("check", list[3].region, 10 * WORDS, 5), 0)
is(list[3]:run("fill", list[3].region, 10 * WORDS, 8), 0)
is(list[2]:run("check", list[2].region, 5 * WORDS, 6), 0)
list[2]:destroy()
list[3]:destroy()
is(m:digest(), digest)

is(m:usage().evictions, 0)         -- there is no swap yet to be seen

print("random: copies and shares, more pages than frames")
local PAGES = 30
local function stress(n, steps)
  local group = copies(n, PAGES)
  local seed = {}
  for i = 1, n do
    seed[i] = {}
    for page = 0, PAGES - 1 do seed[i][page] = 5 + page * WORDS end
  end
  for _ = 1, steps do
    local i, page = math.random(n), math.random(0, PAGES - 1)
    local where = group[i].region + page * PAGE
    if math.random() < 0.5 then
      seed[i][page] = math.random(1 << 20)
      is(group[i]:run("fill", where, WORDS, seed[i][page]), 0)
    elseif page > 0 and seed[i][page] == 5 + page * WORDS then
      local s = group[i]:run("sum", where, WORDS)
      for other = 1, n do
        if seed[other][page] == seed[i][page] then
          is(group[other]:run("sum", where, WORDS), s)
        end
      end
    elseif seed[i][page] ~= 5 + page * WORDS then
      is(group[i]:run("check", where, WORDS, seed[i][page]), 0)
    end
    if math.random() < 0.02 then
      assert(nmm.paging(false) == true)
      is(m.memory.run(group[i].space, 0), E.PAGING)
      is(m.memory.read(group[i].space, PAGE, m.at, 4), E.PAGING)
      assert(nmm.paging(true) == false)
    end
  end
  for _, c in ipairs(group) do c:destroy() end
end

stress(4, 400)
assert(m:usage().evictions > 50)

print("each reverse structure")
for _, structure in ipairs { "inverted", "chain" } do
  nmm.reverse_structure(structure)
  stress(3, 150)
end
nmm.reverse_structure("scan")
is(m:usage().resident, 0)
m:unload()
assert(deimos.digest() == before)
print("paged_share: ok")
