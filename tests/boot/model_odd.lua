-- SPDX-License-Identifier: MIT
-- Calls of every method of a memory model, drawn from odd numbers, handles that
-- are stale, of another model or of another owner, and descriptions with one
-- word changed: each answers with an error that its contract has, nobody dies,
-- a refusal changes nothing, and what a space holds that was not named stays.
-- arg.seed=N, arg.steps=N: others, more. `deaths`, `frames`, `pages` and `paged`
-- are called between them.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 120

local models = require "models"
local E <const> = models.E

local FAST <const> = not deimos.machine().segment_limits
local STEPS <const> = tonumber(deimos.options["arg.steps"])
  or FAST and 250 or 40
local PAGE <const>, ALL <const>, ROOM <const> = 4096, 0xffffffff, 16
local MIB <const> = 1 << 20
local ups <const> = deimos.machine().ups_size
math.randomseed(tonumber(deimos.options["arg.seed"]) or 1)

local buffer, at = deimos.buffer(ROOM * PAGE), deimos.buffer(36)
local INTEGERS <const> = { 0, 1, 2, 3, 4, 7, 8, 16, 17, 0x7fffffff, 0x80000000,
  ALL, ALL - 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, MIB - 1, MIB, MIB + 1,
  ups - 1, ups, 0xc0000000, -PAGE & ALL, 0x10000, 0xbffff000 }
local ACCESS <const> = { 0, 1, 2, 3, 4, 5, 7, 8, 0x80000000, ALL, 3, 3, 1 }
local SIZES <const> = { 0, 1, 4, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE,
  0x7fffffff, 0x80000000, ALL, -PAGE & ALL, ups }
local NAMES <const> = { "", "odd", "other", "hello", "nowhere",
  ("x"):rep(63), ("x"):rep(64), ("x"):rep(5000), "a\nb", "../odd" }

local function one_of(list) return list[math.random(#list)] end

-- What a method takes, a letter each: h handle, a address, w where to write, i
-- integer, s size, c size of a copy, r rights, n name, o program, p where to
-- answer, d data.
local TAKES <const> = {
  memory = { create = "", destroy = "h", load = "ho", map = "hasrp",
    unmap = "has", protect = "hasr", grow = "hsp", share = "hashrp",
    attach = "hnsrp", copy = "h", read = "hadc", write = "hwdc", usage = "hp",
    release_frame = "i", export = "hdi", import = "hd", fetch = "hiadc",
    fill = "hiadc", run = "hi" },
  pages = { attributes = "ha", strategy = "i", close = "hai", address_of = "ha" },
  paged = { configure = "iii", limit = "i", pin = "has", sync = "", idle = "",
    count = "i" },
  frames = { count = "", bits = "i", clear_accessed = "i" },
  deaths = { count = "", vector = "", error = "", space = "", eip = "" },
}

local DRAW = {
  i = function() return one_of(INTEGERS) end,
  s = function() return one_of(INTEGERS) end,
  c = function() return one_of(SIZES) end,
  r = function() return one_of(ACCESS) end,
  n = function() return one_of(NAMES) end,
  o = function() return math.random(3) == 1 and "hello" or one_of(NAMES) end,
  p = function() return math.random(4) == 1 and one_of{ 0, ups - 1, ALL,
    0x80000000, ups } or at end,
  d = function() return math.random(6) == 1 and one_of{ 0, ups - 1, ALL,
    0x80000000, ups } or buffer end,
}

-- Of spaces that are there and of those that were; and places in them.
local function any_handle(t)
  local kind = math.random(8)
  if kind <= 4 and #t.spaces > 0 then return one_of(t.spaces) end
  if kind == 5 and #t.stale > 0 then return one_of(t.stale) end
  if kind == 6 then return t.foreign end
  if kind == 7 then return t.owned end
  return one_of(INTEGERS)
end

local function draw_handle(t)
  local handle = any_handle(t)
  return handle == t.keeper and ALL or handle
end

-- `flat` writes wherever the UPS has memory, be it whose it may.
local function draw_address(t, letter)
  if letter == "w" and t.name == "flat" then
    return one_of{ 0, ups - 1, ups, ALL, 0x80000000 }
  end
  if math.random(3) == 1 or #t.places == 0 then return one_of(INTEGERS) end
  return (one_of(t.places) + one_of{ 0, 0, 0, 1, -1, PAGE, -PAGE }) & ALL
end

local function draw(t, takes)
  local given = {}
  for letter in takes:gmatch(".") do
    given[#given + 1] = letter == "h" and draw_handle(t)
      or (letter == "a" or letter == "w") and draw_address(t, letter)
      or DRAW[letter]()
  end
  return given
end

local ERRORS = {}
for name in ([[HANDLE NOT_APPLICABLE RANGE INVALID ADDRESS BUSY NOMEM FULL
  EXISTS NOTFOUND FORMAT RIGHTS QUOTA MANIFEST PAGING UNSUPPORTED ACTIVE
  ]]):gmatch("%u[%u_]+") do
  ERRORS[assert(E[name], name)] = name
end

local function told(t, interface, method, given)
  local words = {}
  for i, value in ipairs(given) do
    words[i] = type(value) == "number" and ("0x%x"):format(value)
      or type(value) == "string" and ("%q"):format(value:sub(1, 20)) or "data"
  end
  return ("%s: %s.%s(%s)"):format(t.name, interface, method,
    table.concat(words, ", "))
end

-- Spaces, and what is mapped in them.
local function usage(t)
  assert(t.m.usage(0, at) == 0, t.name)
  return at:string(0, 8)
end

-- A description that is right but for a word; or none.
local function describe(t)
  if math.random(3) == 1 then
    buffer:fill(("\255\0\1x"):rep(64))
    return
  end
  local count = t.m.export(t.keeper, buffer, 64)
  if count > 0 and math.random(8) > 1 then
    local words = (28 + 17) * count             -- the first, and some areas
    local i = math.random(words) * 4 % (ROOM * PAGE - 4)
    buffer:u32(i, one_of(INTEGERS))
  end
end

local function keep(t, method, got)
  if (method == "create" or method == "copy") and got > 0 then
    t.spaces[#t.spaces + 1] = got
  elseif got == 0 and (method == "map" or method == "grow"
    or method == "attach" or method == "share") then
    t.places[#t.places % 32 + 1] = at:u32(0)
  end
  if #t.spaces > 6 then
    t.m.destroy(t.spaces[1])
    t.stale[#t.stale % 16 + 1] = table.remove(t.spaces, 1)
  end
end

-- After the last call. How many frames `paged` keeps clear is no change: as many
-- as can be.
local digest
local paged
local function take_digest()
  if paged then paged.idle() end
  return deimos.digest()
end

local function step(t)
  local interface = one_of(t.interfaces)
  local method = one_of(interface.methods)
  local given = draw(t, interface.takes[method])
  if method == "import" then describe(t) end
  local before, last = usage(t), digest
  local lives, got = pcall(interface.open[method], table.unpack(given))
  local what = told(t, interface.type, method, given)
  assert(lives, what .. ": " .. tostring(got))
  if method == "limit" then interface.open.limit(0) end
  digest = take_digest()
  if interface.type ~= "memory" or method == "run" then return end
  assert(got >= 0 or ERRORS[got], what .. ": " .. got)
  t.count[got < 0] = t.count[got < 0] + 1
  if got < 0 then
    assert(usage(t) == before, what .. ": it is counted: " .. got)
    assert(digest == last, what .. ": something is left: " .. got)
  end
  keep(t, method, got)
  digest = take_digest()
end

local function interfaces(module)
  local list, opened = {}, {}
  for _, it in ipairs(module:interfaces()) do
    local takes = TAKES[it.type]
    for _, method in ipairs(takes and it.methods or {}) do
      assert(takes[method], it.type .. "." .. method .. ": not tried")
    end
    if takes then
      opened[it.type] = module:open(it.name)
      local one = { type = it.type, methods = it.methods, takes = takes,
        open = opened[it.type] }
      for _ = 1, it.type == "memory" and 8 or 1 do list[#list + 1] = one end
    end
  end
  return list, opened
end

local TEXT <const> = ("kept"):rep(64)
local function open(system, name, foreign)
  local s = system[name]
  local t = { name = name, m = s.m, spaces = {}, stale = {}, places = {},
    count = { [true] = 0, [false] = 0 }, foreign = foreign,
    keeper = s.m.create() }
  t.interfaces, t.opened = interfaces(s.module)
  t.client = s.x.exec("hello", 7)
  t.owned = s.x.space(t.client)
  assert(s.m.load(t.keeper, "hello") == 0)
  local grown = s.m.grow(t.keeper, PAGE, at)
  assert(grown == 0, grown)
  t.place = at:u32(0)
  buffer:fill(TEXT)
  assert(s.m.write(t.keeper, t.place, buffer, #TEXT) == 0)
  return t
end

-- The keeper was never named: it is as it was, and its client runs.
local function close(system, t)
  local s = system[t.name]
  buffer:fill(("\0"):rep(#TEXT))
  local got = t.m.read(t.keeper, t.place, buffer, #TEXT)
  assert(got == 0, ("%s: the keeper is gone: %d"):format(t.name, got))
  assert(buffer:string(0, #TEXT) == TEXT, t.name .. ": what it kept is lost")
  s.x.wait(t.client)
  t.m.destroy(t.keeper)
  for _, space in ipairs(t.spaces) do t.m.destroy(space) end
  for _, interface in pairs(t.opened) do deimos.close(interface) end
end

-- Two models at a time: without paging, and with it.
local function both(names)
  local system = models.open("coop", names)
  local foreign = system[names[2]].m.create()
  local first = open(system, names[1], foreign)
  local second = open(system, names[2], first.owned)
  paged = second.opened.paged
  digest = take_digest()
  for _ = 1, STEPS do
    step(first)
    step(second)
  end
  paged = nil
  close(system, first)
  close(system, second)
  system[names[2]].m.destroy(foreign)
  models.close(system)
  for _, t in ipairs{ first, second } do
    print(("%s: %d calls refused, %d not"):format(t.name, t.count[true],
      t.count[false]))
  end
end

both{ "flat", "segmented" }
both{ "segpaged", "paged" }
