-- SPDX-License-Identifier: MIT
-- HARD builds: memory is exhausted at each allocation of an operation in
-- turn. Each time it is refused with an error that says so, and the graph and
-- the digest are those of before; once it succeeds, it leaves no more behind
-- than what is then undone.
-- machines: qemu-icount
-- expect: pass
-- modules: caller constrained counter1 counter2 evil holder porter

local hard = require "hard"
local nmm = deimos.nmm

local CLEAR <const> = { "out of memory", "table is full" }
local PARTS <const> = { "nodes", "interfaces", "receptacles", "bindings" }

local function is_clear(message)
  for _, text in ipairs(CLEAR) do
    if message:find(text, 1, true) then return true end
  end
end

local function same(a, b, path)
  if type(a) ~= "table" or type(b) ~= "table" then
    assert(a == b, ("%s: %s, was %s"):format(path, b, a))
    return
  end
  for key in pairs(a) do same(a[key], b[key], path .. "." .. key) end
  for key in pairs(b) do assert(a[key] ~= nil, path .. "." .. key) end
end

local function parts()
  local graph, found = deimos.graph(), {}
  for _, part in ipairs(PARTS) do found[part] = graph[part] end
  return found
end

-- try(): what undo() gets; at least `least` allocations are in it.
local function exhaust(name, least, try, undo)
  local graph, digest = parts(), deimos.digest()
  for n = 0, 1000 do
    collectgarbage()
    hard.fail_after(n)
    local ok, result = pcall(try)
    local count = hard.count()
    hard.fail_after(-1)
    if ok then
      assert(count == n, ("%s: %d of %d"):format(name, n, count))
      assert(n >= least, ("%s: only %d allocations"):format(name, n))
      undo(result)
      same(graph, parts(), name)
      assert(deimos.digest() == digest, name .. ": leaked")
      print(("%s: %d allocations"):format(name, n))
      return
    end
    assert(count == n + 1, ("%s: went on after %d"):format(name, n))
    assert(is_clear(result), ("%s at %d: %s"):format(name, n, result))
    same(graph, parts(), ("%s at %d"):format(name, n))
    assert(deimos.digest() == digest, ("%s at %d: digest"):format(name, n))
  end
  error(name .. " never succeeds")
end

local function load_and_unload(name, least)
  exhaust("load " .. name, least, function() return deimos.load(name) end,
          function(m) m:unload() end)
end
-- node, scratch, region (2), and what the manifest lists
load_and_unload("null", 5)
load_and_unload("constrained", 17)      -- constraints
load_and_unload("caller", 12)           -- two bindings with gates

-- a program that its carrier enters: node, region, and what its manifest lists
local w = require("porter").open()
exhaust("load_by", 7, function()
  local handle = w.cm.load_by(w.module.handle, "friend")
  return handle > 0 and handle or error(deimos.error_text(handle))
end, function(handle) assert(w.cm.unload(handle) == 0) end)
w:close()

-- bind: near, and through a gate
local null, other = deimos.load("null"), deimos.load("null")
local console = deimos.find("console")
local client = deimos.load("constrained")
exhaust("bind", 1, function()
  return deimos.bind(client, "null", null, "null")
end, function(b) b:unbind() end)
exhaust("bind to the core", 2, function() return console:open("console") end,
        deimos.close)

-- rebind: needs nothing, or a gate
local b = deimos.bind(client, "null", null, "null")
exhaust("rebind", 0, function() b:rebind(other, "null") end,
        function() b:rebind(null, "null") end)
b:unbind()
local evil = deimos.load("evil")
b = deimos.bind(evil, "console", console, "console")
exhaust("rebind to the core", 1, function() b:rebind(console, "console") end,
        function() b:rebind(console, "console") end)
evil:unload()
client:unload()
null:unload()
other:unload()

-- replace: bindings on both sides, and state. It cannot be undone, so this
-- ends with the first success.
local function exhaust_replace(module, by, least, works)
  local graph, digest = parts(), deimos.digest()
  for n = 0, 1000 do
    hard.fail_after(n)
    local ok, result = pcall(module.replace, module, by)
    hard.fail_after(-1)
    assert(works(), "it never stopped")
    if ok then
      assert(n >= least)
      print(("replace by %s: %d allocations"):format(by, n))
      return result
    end
    assert(is_clear(result), result)
    same(graph, parts(), ("replace at %d"):format(n))
    assert(deimos.digest() == digest, "replace: digest")
  end
end

local module = deimos.load("counter1")
local counter = module:open("counter")
module = exhaust_replace(module, "counter2", 5, function()
  return counter.version() >= 1
end)
assert(counter.version() == 2)
deimos.close(counter)
module:unload()

module = deimos.load("constrained")
null = deimos.load("null")
deimos.bind(module, "null", null, "null")
deimos.bind(module, "friendly", module, "open")
local open = module:open("open")
module = exhaust_replace(module, "constrained", 19, function()
  return open.one() == 1
end)
deimos.close(open)
-- the wrappers' own tables: ports, lines, vectors, gates, who holds interrupts
-- off, devices
local holder = deimos.load("holder")
local h = holder:open("holder")
local E_FULL <const> = deimos.errors.E_FULL
local function take(what)
  local result = h["take_" .. what]()
  assert(result >= 0 or result == E_FULL, result)
  if result < 0 then error("table is full", 0) end
end
for _, what in ipairs{ "port", "line", "exception", "call", "gate", "cpu" } do
  exhaust("take " .. what, 1, function() take(what) end, h["give_" .. what])
end
-- a descriptor goes with its binding; its second use needs nothing
local vga = deimos.find("vga")
exhaust("take vga", 2, function()
  local link = deimos.bind(holder, "vga", vga, "vga")
  local ok, result = pcall(take, "vga")
  if ok then return link end
  link:unbind()
  error(result, 0)
end, function(link) link:unbind() end)
local link = deimos.bind(holder, "vga", vga, "vga")
take("vga")
hard.fail_after(0)
take("vga")
hard.fail_after(-1)
link:unbind()
deimos.close(h)
holder:unload()

-- the neutral memory manager
local SPAN <const> = 1 << 22                    -- of one page table
exhaust("create_region", 2, function()
  return (nmm.create_region{ size = 3 * nmm.PAGE_SIZE })
end, nmm.destroy_region)
exhaust("create_page_table", 2, function()
  return nmm.create_page_table(nmm.WINDOW_BASE, 2 * SPAN)
end, nmm.destroy_page_table)
local space = nmm.create_page_table(nmm.WINDOW_BASE, 2 * SPAN)
local digest = deimos.digest()
nmm.destroy_page_table(space)
exhaust("create_region with tables and a backing", 7, function()
  local s = nmm.create_page_table(nmm.WINDOW_BASE, 2 * SPAN)
  local ok, result = pcall(nmm.create_region, {
    space = s, base = nmm.WINDOW_BASE + SPAN - nmm.PAGE_SIZE,
    size = 2 * nmm.PAGE_SIZE })
  if ok then return s end
  -- all that it had made is gone
  assert(deimos.digest() == digest, "a backing is left")
  nmm.destroy_page_table(s)
  error(result, 0)
end, nmm.destroy_page_table)

local frames, info = nmm.create_region{ size = nmm.PAGE_SIZE,
                                        flags = nmm.FRAMES }
local entry = info.frame | nmm.PRESENT | nmm.WRITE
space = nmm.create_page_table(nmm.WINDOW_BASE, 2 * SPAN)
digest = deimos.digest()
hard.fail_after(0)
local ok, message = pcall(nmm.create_page_mapping, space, nmm.WINDOW_BASE,
                          entry)
assert(not ok and is_clear(message), message)
assert(deimos.digest() == digest and
       not nmm.phys_to_virt(space, info.frame))
nmm.create_page_mapping(space, nmm.WINDOW_BASE, entry)
hard.fail_after(0)                      -- the table is there now
nmm.create_page_mapping(space, nmm.WINDOW_BASE + nmm.PAGE_SIZE, entry)
hard.fail_after(-1)
nmm.destroy_page_table(space)
nmm.destroy_region(frames)
print("exhaust: each refusal left everything as it was")
