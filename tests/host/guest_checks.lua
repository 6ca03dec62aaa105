-- SPDX-License-Identifier: MIT
-- The libraries by which guest tests check: each raises if one thing is wrong, and
-- says what, and is silent if nothing is. Here `deimos` is a fake.

package.path = "./tests/lua/?.lua;" .. package.path
local digest, graph, count = 1, nil, 0

deimos = {
  errors = { E_BUSY = -7, E_DIED = -17 },
  nmm = { PAGE_SIZE = 4096, UPS = 1 },
  digest = function() return digest end,
  graph = function() return graph end,
}

local function raises(text, f, ...)
  count = count + 1
  local ok, message = pcall(f, ...)
  assert(not ok and tostring(message):find(text, 1, true),
    ("expected '%s', got: %s"):format(text, ok and "no error" or tostring(message)))
  return message
end

local function silent(f, ...)
  count = count + 1
  return f(...)
end

local function is(got, wanted)
  count = count + 1
  assert(got == wanted, ("%s, not %s"):format(got, wanted))
end

-- --- expect -----------------------------------------------------------------------
local expect = require "expect"
local function wrong() error("why: [it] is.", 0) end
local function changes() digest = digest + 1 end
for _, f in ipairs { expect.refused, expect.unchanged } do
  is(silent(f, "[it] is.", wrong), "why: [it] is.")
  raises("expected 'it', got: no error", f, "it", function() end)
  raises("expected 'other', got: why", f, "other", wrong)
  is(silent(f, "3", function(a, b) error(a + b, 0) end, 1, 2), 3)
  -- at the line of who asked
  raises("guest_checks.lua:", function() f("x", deimos.digest) end)
end
silent(expect.refused, "it", function() changes() wrong() end)
raises("it: something changed", expect.unchanged, "it", function()
  changes()
  wrong()
end)
silent(expect.is, 1, 1)
silent(expect.is, nil, nil)
raises("1, not 2", expect.is, 1, 2)
raises("nil, not false", expect.is, nil, false)
raises("1, not 1.5: because", expect.is, 1, 1.5, "because")
is(expect.E.BUSY, -7)
is(table.concat({ expect.errors "E_DIED E_BUSY" }, " "), "-17 -7")
local numbers = expect.methods({ interfaces = function()
  return { { name = "a", methods = { "x", "y" } }, { name = "b", methods = { "y", "z" } } }
end }, "b")
is(numbers.x, nil)
is(numbers.y, 0)
is(numbers.z, 1)

-- --- attack -----------------------------------------------------------------------
local attack = require "attack"
local unloaded, closed
local function evil(method)
  unloaded, closed = 0, 0
  deimos.close = function() closed = closed + 1 end
  deimos.load = function()
    return { open = function() return { act = method } end,
      unload = function() unloaded = unloaded + 1 end }
  end
end
evil(function(a, b) error("died: #GP(" .. a .. b .. ")", 0) end)
silent(attack.dies, "act", "#GP(12)", 1, 2)
is(unloaded + closed, 2)
raises("act: expected #PF, got: died", attack.dies, "act", "#PF", 1, 2)
evil(function() end)
raises("act: came back, expected #GP", attack.dies, "act", "#GP")
evil(function() changes() error("#GP", 0) end)
raises("something is left", attack.dies, "act", "#GP")

-- --- sound ------------------------------------------------------------------------
local sound = require "sound"

-- A carrier (1) that carries 2; 2's receptacle is bound to 1's interface.
local function whole()
  return {
    nodes = {
      { handle = 1, name = "a", type = "t", carrier = 0, carries = 1, space = 0,
        bound_in = 1, bound_out = 0 },
      { handle = 2, name = "b", type = "t", carrier = 1, carries = 0, space = 5,
        bound_in = 0, bound_out = 1 } },
    interfaces = { { handle = 3, node = 1, name = "i", type = "x", bound = 1 },
      { handle = 4, node = 2, name = "j", type = "y", bound = 0 } },
    receptacles = { { handle = 5, node = 2, name = "r", type = "x", bound = 1,
      slots = 100, count = 2 } },
    bindings = { { handle = 6, interface = 3, receptacle = 5, provider = 1, caller = 2,
      slot = 104 } },
  }
end
silent(sound, whole())
for path, case in pairs {
  ["nodes 2 handle"] = { { 1, "twice" }, { 0, "twice" }, { 9, "no caller" } },
  ["interfaces 1 handle"] = { { 4, "twice" }, { 9, "no provider" } },
  ["receptacles 1 handle"] = { { 9, "no caller" }, { -1, "twice" } },
  ["bindings 1 interface"] = { { 4, "no provider" }, { 9, "no provider" } },
  ["bindings 1 receptacle"] = { { 9, "no caller" } },
  ["bindings 1 provider"] = { { 2, "no provider" } },
  ["bindings 1 caller"] = { { 1, "no caller" } },
  ["bindings 1 slot"] = { { 96, "slot" }, { 108, "slot" } },
  ["interfaces 1 node"] = { { 9, "no provider" }, { 2, "no provider" } },
  ["interfaces 2 node"] = { { 9, "no module" } },
  ["interfaces 1 type"] = { { "y", "types differ" } },
  ["receptacles 1 type"] = { { "y", "types differ" } },
  ["interfaces 1 bound"] = { { 0, "i: bound" }, { 2, "i: bound" } },
  ["interfaces 2 bound"] = { { 1, "j: bound" } },
  ["receptacles 1 bound"] = { { 0, "r: bound" } },
  ["nodes 1 carries"] = { { 0, "a: carries" }, { 2, "a: carries" } },
  ["nodes 2 carries"] = { { 1, "b: carries" } },
  ["nodes 2 carrier"] = { { 0, "a: carries" }, { 9, "carrie" } },
  ["nodes 2 space"] = { { 0, "b: carrier" } },
  ["nodes 1 bound_in"] = { { 0, "a: in" } },
  ["nodes 2 bound_in"] = { { 1, "b: in" } },
  ["nodes 1 bound_out"] = { { 1, "a: out" } },
  ["nodes 2 bound_out"] = { { 0, "b: out" } },
  ["nodes 1 name"] = { { "", "without a name" } },
  ["nodes 1 type"] = { { "?", "without a name" } },
} do
  local list, i, key = path:match("(%w+) (%d) ([%w_]+)")
  for _, value in ipairs(case) do
    local odd = whole()
    odd[list][tonumber(i)][key] = value[1]
    raises(value[2], sound, odd)
  end
end
local any = whole()
any.receptacles[1].type = "*"
silent(sound, any)
any.bindings[1].slot = 100
silent(sound, any)

-- --- remains ----------------------------------------------------------------------
local remains = require "remains"
local regions
function deimos.nmm.query_region(space, at)
  assert(space == 1)
  for _, r in ipairs(regions) do
    if at >= r.base and at < r.base + r.size then return r end
  end
  error "out of range"
end
local function system()
  graph = whole()
  for i = 3, 4 do graph.nodes[i] = { handle = 10 + i, name = "twin" } end
  for _, n in ipairs(graph.nodes) do n.state = "live" end
  regions = { { base = 4096, size = 8192, region = 7, owner = 1, flags = 3 },
    { base = 12288, size = 4096, region = 0, owner = 0, flags = 0 },
    { base = 16384, size = 4096, region = 8, owner = 2, flags = 1 } }
end
system()
local before = remains.take()
silent(remains.check, before)
silent(remains.compare, before)
local function differs(text, change)
  system()
  change()
  raises(text, remains.compare, before)
  silent(remains.check, before)         -- the digest alone says whether
  changes()
  raises(text, remains.check, before)
  digest = before.digest
end
differs("module c, live: 1, not 0", function()
  graph.nodes[5] = { handle = 8, name = "c", state = "live" }
end)
differs("module twin, live: 1, not 2", function() graph.nodes[4] = nil end)
differs("module b, live: none, not 1", function() graph.nodes[2].state = "dead" end)
differs("b's r bound to a: none, not 1", function() graph.bindings = {} end)
differs("b's r bound to a: 2, not 1", function()
  graph.bindings[2] = graph.bindings[1]
end)
differs("region of a: 8192 bytes, flags 3: none, not 1", function()
  regions[1].region = 0
end)
differs("region of b: 4096 bytes, flags 1: none, not 1", function()
  regions[3].owner = 1
end)
differs("region of b: 4096 bytes, flags 9: 1, not 0", function() regions[3].flags = 9 end)

-- --- share ------------------------------------------------------------------------
-- Which of twelve cases there are.
local function shares(options, limits, version)
  deimos.options = options
  function deimos.machine() return { segment_limits = limits, version = version } end
  package.loaded.share = nil
  local share, list = require "share", {}
  for i = 1, 12 do list[i] = share.has() and "x" or "." end
  return table.concat(list) .. share.name(), share
end
is(shares({}, true, "0"), "xxxxxxxxxxxx")
is(shares({ ["arg.share"] = "1/4" }, true, "0"), "x...x...x... (arg.share=1/4)")
is(shares({ ["arg.share"] = "4/4" }, true, "0"), "...x...x...x (arg.share=4/4)")
is(shares({ ["arg.slow"] = "8" }, true, "0a-dirty"), "..x.......x. (arg.share=3/8)")
is(shares({ ["arg.slow"] = "8" }, false, "7"), ".x.x.x.x.x.x (arg.share=2/2)")
is(shares({ ["arg.slow"] = "8", ["arg.share"] = "3/3" }, true, "0"),
  "..x..x..x..x (arg.share=3/3)")
raises("what is 1-2?", shares, { ["arg.share"] = "1-2" }, true, "0")
local function draws(options)
  local _, share = shares(options, true, "0123456789abcdef")
  local list, most = {}, share.drawing(9)
  for i = 1, 20 do list[i] = share.draw { "a", "b", "c" } end
  return most .. table.concat(list)
end
is(draws {}, draws {})
is(draws { ["arg.seed"] = "4" } == draws { ["arg.seed"] = "5" }, false)
is(draws { ["arg.draws"] = "30" }, "30" .. draws {}:sub(2))
is(draws {}:match("^9.*a") and draws {}:find("b") and draws {}:find("c") and 1, 1)

-- --- overhead ---------------------------------------------------------------------
local overhead = require "overhead"
local asked
local function readings(case, key, by)
  asked = {}
  function deimos.experiment(t)
    is(t.experiment .. t.module .. t.interface, "selftestbench_selftest" .. t.case)
    local length = tonumber(t.case:match("%d+")) or 100
    local row = { verified = true, overhead = 28, min = length + 28, max = length + 28,
      p50 = length + 28 }
    asked[#asked + 1] = t.case
    if t.case == case then row[key] = by and row[key] + by end
    return row
  end
  overhead(28)
end
silent(readings)
is(table.concat(asked, " "), "block10 block100 block1000 block10000 timed")
for _, case in ipairs(table.move(asked, 1, #asked, 1, {})) do
  for _, key in ipairs { "verified", "overhead", "min", "max" } do
    if case ~= "timed" then
      raises("", readings, case, key, key ~= "verified" and 1 or nil)
    end
  end
end
raises("129", readings, "timed", "p50", 1)
raises("", readings, "timed", "verified")

-- --- debugged, edges, points ------------------------------------------------------
local debugged = require "debugged"
is(debugged.text({ { kind = "write", address = 9 * 4096 + 8, eip = 30 },
  { kind = "step", address = 4096, eip = 7 } }, 4096, 7), "write 32776 23, step 0 0")
is(debugged.text({ { kind = "read", address = 9 * 4096 + 8, eip = 30 } }, 4096, 7, true),
  "read 8 23")
silent(debugged.expect, "x", "a", "a")
raises("x:\n  got    a\n  wanted b", debugged.expect, "x", "a", "b")
is(debugged.returns, 18)

local edges = require "edges"
local function words(list)
  local texts = {}
  for i, value in ipairs(list) do texts[i] = ("%x"):format(value) end
  return table.concat(texts, " ")
end
local EDGES <const> = "0 1 fff 1000 1001 100000 40000000 7fffffff 80000000 80000001 "
  .. "d0000000 fffff000 ffffffff"
is(words(edges.EDGES), EDGES)
is(words(edges.HUGE), EDGES:match("40000000.*"))
is(words(edges.around(0)), EDGES .. " ffffffff 0 1 1000 fffff000")
is(words(edges.wraps(0x5000)), EDGES .. " ffffafff ffffb000 ffffb001 ffffc000 ffffa000")
local pairs_of = {}
edges.each({ 1, 2 }, { 3, 4 }, function(a, b) pairs_of[#pairs_of + 1] = a * 10 + b end)
is(table.concat(pairs_of, " "), "13 14 23 24")

local points = require "points"
graph = { nodes = { { handle = 1, base = 9 }, { handle = 2, base = 1000, size = 50 } },
  interfaces = { { node = 1, name = "i", table = 5 }, { node = 2, name = "j", table = 6 },
    { node = 2, name = "i", table = 7 } } }
local module = { handle = 2, interfaces = function()
  return { { name = "j", methods = { "b" } }, { name = "i", methods = { "a", "b" } } }
end }
local p = { method = function(...) return table.concat({ ... }, " ") end,
  point = function(at, base, size)
    is(base .. " " .. size, "1000 50")
    for _, point in ipairs { 1000, 1001, 1049 } do
      if point >= at then return point end
    end
    return 0
  end }
is(points.node(module).base, 1000)
is(points.node { handle = 3 }, nil)
is(points.method(p, module, "i", "b"), "7 1")
is(points.method(p, module, "k", "b"), nil)
is(words(points.list(p, module)), "0 1 31")
local random, again, sum = points.random(1), points.random(1), {}
for _ = 1, 1000 do
  local value = random(4)
  assert(value == again(4))
  sum[value] = (sum[value] or 0) + 1
end
for value = 0, 3 do is(sum[value] > 150, true) end
is(sum[4], nil)

print(("libraries of guest tests: %d things right and wrong"):format(count))
