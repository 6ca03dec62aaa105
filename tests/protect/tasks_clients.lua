-- SPDX-License-Identifier: MIT
-- A task of ring 3 is made with every odd field, or its segments go or become
-- something else before it is entered, or before it goes on. CreateTSS or the
-- switch refuses, or it is a fault of the client: its maker gets it, or dies.
-- machines: qemu-icount bochs
-- modules: task_states victim two_tasks
-- options: arg.slow=12
-- limit: 600
-- second: 10000000
-- expect: pass

local exits = require "exits"
local tasks = require "task_states"

-- ORDER tests/modules/task_states/clients.c
local CODE <const>, DATA <const>, STACK <const> = 0x0f, 0x17, 0x1f
local GATE <const> = 0x27               -- ORDER tests/modules/task_states/states.h
local FIXED <const>, PAGE <const>, AT_WAY <const> = 2, 4096, 0xffffffff
local WAYS <const> = { "plain", "undefined", "breakpoint", "returns", "outer",
  "enter", "halt", "interrupt", "writes", "spin" }      -- of clients.S: see host/orders
-- ORDER tests/modules/task_states/states.h
local ENTRIES <const> = { jump = 0, call = 1, context = 4 }
local ODD <const> = { 0, 3, CODE, DATA, STACK, GATE, 0x0d, 0x15, 0x37, 0x3f,
  0x47, 0x19, 0x1a, 0x21, 0x22, 0x08, 0x10, 0x2b, 0x31, 0x39, 0x41, 0x59,
  0x101, 0xfff8, 0xffff, 0x1000f }
local FIELDS <const> = { "cs", "ss", "ds", "es" }
local flags = { none = 0, all = 0x277d00, ["NT TF DF"] = 0x4500 }
for name, bit in pairs(exits.flags) do flags[name] = bit end
local OWNERS = { none = {}, some = { 10, 11, 12 },
  all = { 1, 3, 6, 10, 11, 12, 13, 14 } }

-- c: fields, esp, eip, way, flags, owner, clients, entry, before, between
local function one(c)
  local start = { cs = CODE, ss = STACK, ds = DATA, es = DATA }
  for field, value in pairs(c.fields or {}) do start[field] = value end
  tasks.case(c.name, function(user, clients)
    assert(clients.build() >= 0)
    for _, n in ipairs(OWNERS[c.owner or "none"]) do
      assert(user.own(n) == 0)
    end
    assert(clients.attach(c.clients and 1 or 0) == 0)
    clients.hold(start.cs, start.ss, start.ds, start.es, c.esp or PAGE)
    if c.without_ldt then clients.without_ldt() end
    local made = clients.make(c.way or 0, c.eip or AT_WAY,
      (c.flags or 0) | FIXED, c.esp1 or 0)
    if made < 0 then return made end
    if c.before then c.before(clients) end
    local result = user.enter(c.entry or 0)
    if not c.between then return result end
    c.between(clients)
    return user.enter(c.entry or 0)
  end)
end

local function every(c)
  for owner in exits.sorted(OWNERS) do
    for clients = 0, 1 do
      for enters, entry in exits.sorted(ENTRIES) do
        c.owner, c.clients, c.entry = owner, clients == 1, entry
        local name = c.name
        c.name = ("%s %s %d %s"):format(name, owner, clients, enters)
        one(c)
        c.name = name
      end
    end
  end
end

local CHANGES = { gone = function(s)
  return function(clients) clients.gone(s) end
end }
for name, type in pairs { code = tasks.CODE, ["code only"] = tasks.CODE_ONLY,
  data = tasks.DATA, ["data only"] = tasks.DATA_ONLY, gate = tasks.GATE } do
  for _, size in ipairs { 1, PAGE } do
    CHANGES[("%s %d"):format(name, size)] = function(s)
      return function(clients) clients.become(s, type, size) end
    end
  end
end

local function selectors()
  for _, value in ipairs(ODD) do
    for _, field in ipairs(FIELDS) do
      every { name = ("%s %#x"):format(field, value),
        fields = { [field] = value } }
    end
    every { name = ("cs ss %#x"):format(value),
      fields = { cs = value, ss = value } }
    every { name = ("no LDT, ds %#x"):format(value), without_ldt = true,
      fields = { ds = value, es = value } }
  end
end

local function changes()
  for _, selector in ipairs { CODE, DATA, STACK, GATE } do
    for what, change in exits.sorted(CHANGES) do
      for _, when in ipairs { "before", "between" } do
        every { name = ("%#x %s %s"):format(selector, what, when),
          [when] = change(selector) }
      end
    end
  end
end

local function places()
  for _, at in ipairs { 0, 1, PAGE - 1, PAGE, 0x7fffffff, 0xfffffffe } do
    every { name = ("eip %#x"):format(at), eip = at }
    every { name = ("esp %#x"):format(at), esp = at }
    every { name = ("esp1 %#x"):format(at), esp1 = at }
  end
end

local function ways()
  for way, does in ipairs(WAYS) do
    for flag, bits in exits.sorted(flags) do
      every { name = ("%s %s"):format(does, flag), way = way - 1,
        flags = bits }
    end
  end
end

tasks.with(function()
  selectors()
  changes()
  places()
  ways()
end)
