-- SPDX-License-Identifier: MIT
-- A module of ring 1 takes all that there is of each table of the core: another
-- one is refused what it asks for, with the contract's error, and nobody dies.
-- The limits are those of core/wrapper/README.md. When the module has died, there
-- is room again.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 200
-- modules: foe bystander

local foe = require "foe"

local nmm <const> = deimos.nmm
local PAGE <const>, MIB <const> = nmm.PAGE_SIZE, 1 << 20
local WINDOW <const>, TABLE_SPAN <const> = 0xd0000000, 4 << 20
local TABLES <const>, SPACES <const> = 128, 200
local E <const> = {}
for name, number in pairs(deimos.errors) do E[name:sub(3)] = number end

local w = foe.open()

-- The i-th of it; what refuses the next; how many one module gets, about: the
-- others have some already.
local FLOODS <const> = {
  { "regions", "nmm.create_region", function() return 1, 0, PAGE, 0, 0 end,
    "FULL", 9216 },
  { "memory", "nmm.create_region", function() return 1, 0, MIB, 0, 0 end,
    "NOMEM" },
  { "spaces", "nmm.create_page_table",
    function() return WINDOW, PAGE end, "FULL", 254 },
  { "global segments", "nmm.create_global_segment",
    function(f) return PAGE, 2, 1, f.at.block end, "FULL", 64 },
  { "LDTs", "nmm.create_ldt", function() return 2 end, "FULL", 256 },
  { "tasks", "nmm.create_tss", function(f) return f.at.block end, "FULL", 255,
    { 0, 1 } },
  { "page tables", "nmm.create_page_mapping", function(f, i)
      return f.large[1 + i // TABLES], WINDOW + i % TABLES * TABLE_SPAN,
        f.own_list.frame | 7 end,
    "NOMEM" },
  { "call gates", "gate.create", function(f) return f.at.handler end, "FULL",
    64 },
  { "ranges of ports", "port.open", function(f, i)
      return (f == w.other and 0x9000 or 0x1000) + i, 1 end, "FULL", 64 },
  { "ranges of ports of tasks", "port.open_task", function(f, i)
      return f.own_list.task, (f == w.other and 0x9000 or 0x1000) + i, 1 end,
    "FULL", 64 },
  { "INT n", "vector.attach_call", function(f, i)
      return f == w.other and 255 or 48 + i, f.at.handler end, "BUSY", 208 },
}

local function ask(f, flood, i)
  f.words = flood[6]
  local result = f:call(flood[2], flood[3](f, i))
  f.words = nil
  return result
end

-- Windows with room for so many page tables each.
local function prepare(f, count)
  f.large = {}
  for i = 1, count do
    f.large[i] = f:must("nmm.create_page_table", WINDOW, TABLES * TABLE_SPAN)
  end
end

local function name_of(error)
  for name, number in pairs(E) do
    if number == error then return name end
  end
  return error
end

local function take_all(flood)
  local count, result = 0, nil
  repeat
    result = ask(w.foe, flood, count)
    count = count + 1
  until result < 0 or count > 20000
  return count - 1, result
end

local function try(flood)
  local what, limit = flood[1], flood[5]
  prepare(w.foe, what == "page tables" and SPACES or 1)
  local count, last = take_all(flood)
  assert(flood[4] == "BUSY" or last == E[flood[4]], ("%s: %s after %d"):format(
    what, name_of(last), count))
  local refused = ask(w.other, flood, 0)
  assert(refused == E[flood[4]] or refused == E.NOMEM, ("%s: another: %s")
    :format(what, name_of(refused)))
  w:look(what)
  print(("%-26s %6d, then %s; another: %s"):format(what, count, name_of(last),
    name_of(refused)))
  assert(not limit or count <= limit and count > limit * 3 // 4 - 8, what)
  w:kill()
  local result = ask(w.other, flood, 0)
  assert(result >= 0, ("%s: %s, and all is free"):format(what,
    name_of(result)))
  w:look(what)
  w:renew()
end

-- Of these one module gets one, so that it takes as many modules.
local CROWDS <const> = {
  { "handlers of clients", "vector.attach_clients",
    function(f) return f.at.handler end, 64 },
  { "owners of a vector", "vector.attach",
    function(f) return 3, f.at.handler end, 8 },
  { "owners of SYSENTER", "sysenter.attach",
    function(f) return f.at.handler, 0x0f, 0x17 end, 8 },
  { "holders of interrupts", "cpu.cli", function() return 0 end, 16 },
}

local function crowd(flood)
  local what, method, args, limit = table.unpack(flood)
  local all, result = {}, 0
  while result >= 0 do
    local f = foe.new()
    result = f:call(method, args(f))
    all[#all + 1] = f
    deimos.close(f.face)        -- the script has not so many slots
    assert(#all <= limit + 1, what)
  end
  if result == E.UNSUPPORTED then limit = 0 else assert(result == E.FULL) end
  w:look(what)
  print(("%-26s %6d, then %s"):format(what, #all - 1, name_of(result)))
  assert(#all == limit + 1, what)
  w:end_of(table.remove(all, 1))
  if limit > 0 then
    local last <const> = all[limit]
    last.face = last.module:open "foe"
    assert(last:call(method, args(last)) >= 0, what)
  end
  for _, f in ipairs(all) do w:end_of(f) end
  w:look(what)
end

prepare(w.other, 1)
w.other.gives_back = true
for _, flood in ipairs(FLOODS) do try(flood) end
for _, flood in ipairs(CROWDS) do crowd(flood) end
w:kill()
w.foe, w.other = w.other, nil
w:kill()
w:close()
