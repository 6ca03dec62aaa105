-- SPDX-License-Identifier: MIT
-- More pages than frames; named objects that outlive spaces and the model;
-- policy and store replaced under load.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: buffer
-- limit: 120

local paged = require "paged"

local E, PAGE, is = paged.E, paged.PAGE, paged.is
local WORDS = PAGE // 4
local before = deimos.digest()
local ram = deimos.load("store_ram")
local m = paged.new { store = ram }
is(m.control.configure(48, 0, 0), 0)

local function clients(n, pages)
  local list = {}
  for i = 1, n do
    local c = m:client()
    c.region = assert(m:map(c.space, 0, pages * PAGE))
    c.pages, c.seed = pages, {}
    list[i] = c
  end
  return list
end

-- Random pages of random clients: written, or checked for what was written.
local function stress(list, steps, between)
  for step = 1, steps do
    local c = list[math.random(#list)]
    local page = math.random(0, c.pages - 1)
    local at = c.region + page * PAGE
    if math.random() < 0.4 then
      c.seed[page] = math.random(1 << 20)
      is(c:run("fill", at, WORDS, c.seed[page]), 0)
    elseif c.seed[page] then
      is(c:run("check", at, WORDS, c.seed[page]), 0, "page " .. page)
    else
      is(c:run("sum", at, WORDS), 0, "untouched page " .. page)
    end
    if between then between(step) end
  end
end

local function check_all(list)
  for _, c in ipairs(list) do
    for page, seed in pairs(c.seed) do
      is(c:run("check", c.region + page * PAGE, WORDS, seed), 0)
    end
  end
end

print("more pages than frames")
is(m.control.limit(1), 0)
is(m.control.limit(0), 0)
local list = clients(4, 40)
stress(list, 300)
check_all(list)
local u = m:usage()
assert(u.evictions > 100 and u.writes > 20 and u.writes <= u.evictions,
  u.writes)
assert(u.resident <= 48 * PAGE)

print("policy and store replaced under load")
stress(list, 200, function(step)
  if step % 20 == 10 then
    m.policy = m.policy:replace(step % 40 == 10 and "fifo_replacement"
      or "clock")
  elseif step % 50 == 0 then
    m.store = m.store:replace("store_ram")
  end
end)
check_all(list)

print("errors")
local hungry = m:client()
hungry.region = assert(m:map(hungry.space, 0, 60 * PAGE))
is(hungry:run("sum", hungry.region, 0), 0)
m.policy_binding:unbind()
is(hungry:run("touch", hungry.region, 60, 1), E.DIED, "no policy")
m.policy_binding = deimos.bind(m.module, "replacement", m.policy,
  "replacement")
is(hungry:run("touch", hungry.region, 60, 1), 0)
hungry:destroy()
for _, c in ipairs(list) do c:destroy() end
is(m:usage().resident, 0)

print("named objects")
local c = m:client()
is(m:out("attach", c.space, "file", 0, 3), nil)
local at = assert(m:out("attach", c.space, "file", 30 * PAGE, 3))
is(c:run("sum", at, 30 * WORDS), 0)
is(c:run("fill", at, 30 * WORDS, 77), 0)
local d = m:client()
local other = assert(m:out("attach", d.space, "file", 0, 1))
is(d:run("check", other, 30 * WORDS, 77), 0, "another space sees it")
is(d:run("write", other, 0, 1), E.DIED, "read-only there")
is(c:run("attach", 0, 0, 3, "file"), 0)
local twice = c:result()
is(c:run("check", twice, 30 * WORDS, 77), 0, "twice in a space")
is(c:run("write", twice + 8, 0, 5), 0)
is(c:run("read", at + 8), 5)
is(c:run("fill", at, 30 * WORDS, 78), 0)
is(d:run("check", other, 30 * WORDS, 78), 0)
is(m:out("attach", c.space, "file", 31 * PAGE, 3), nil)
is(m:out("attach", c.space, "paged.swap", PAGE, 3), nil)
is(m:out("attach", c.space, "", PAGE, 3), nil)

local store = m.store:open("store")
local object = store.open("file", 0)
local function stored(seed)
  for page = 0, 29 do
    is(store.read(object, page, m.at), 0)
    local word = m.buffer.get(0) & 0xffffffff
    local want = ((seed + page * WORDS) * 2654435761 ~ seed << 7) & 0xffffffff
    if word ~= want then return false end
  end
  return true
end
is(m.control.sync(), 0)
assert(stored(78), "sync")
is(c:run("fill", at, 30 * WORDS, 79), 0)
is(m.memory.unmap(c.space, at, 30 * PAGE), 0)
is(c:run("read", at), E.DIED)
c:destroy()
assert(not stored(79), "still in d's memory")
is(d:run("check", other, 30 * WORDS, 79), 0)
d:destroy()
assert(stored(79), "the last one writes it back")

print("a reload of the model")
m.store = m.store:replace("store_ram")
deimos.close(store)
local store_module = m.store
m:unload()
m = paged.new { store = store_module }
c = m:client()
at = assert(m:out("attach", c.space, "file", 0, 3))
is(c:run("check", at, 30 * WORDS, 79), 0, "after a reload")
c:destroy()
local digest = m:digest()
for _ = 1, 10 do
  c = m:client()
  c:destroy()
end
is(m:digest(), digest)
m:unload()
store_module:unload()
assert(deimos.digest() == before)
print("paged_store: kept")
