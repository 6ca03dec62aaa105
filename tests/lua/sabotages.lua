-- SPDX-License-Identifier: MIT
-- For each case of bench/experiments, what can go wrong with its operation
-- and must be noticed; beside the operation not being there at all, which
-- boot/sabotage.lua tries of each. A case that is not here fails that test.
--
--   via, method           the receptacle, its method, which is broken:
--     (nothing)           it works: that it is between is wrong
--     answer              it does nothing and answers that (a text: the handle
--                         of a module of that name, loaded for it)
--     remember            it does nothing and answers what it was asked before
--     alter               {argument, value}: it is called with that (a text
--                         as above)
--     turn                only that call of it, from 0 on
--     x                   with this parameter, instead of the case's
--   patch                 {bytes, others}: of its code; and behind the others
--                         what is behind `word`, four bytes
--   swap                  another case's body instead
--   foul                  a function that spoils something; it may return one
--                         that mends it
--   handler               another trap handler
-- x: the row's parameter. never: it is not verified when it is sound either.

local saboteur = require "saboteur"

local NMM <const>, CM <const> = saboteur.NMM, saboteur.CM
local MEMORY <const>, PAGES <const> = saboteur.MEMORY, saboteur.PAGES
local CONTROL <const>, STORE <const> = saboteur.CONTROL, saboteur.STORE
local HAND_OFF <const> = saboteur.CONCURRENCY.hand_off

local M = {}

local function nmm(method, how)
  how.via, how.method = "nmm", NMM[method]
  return how
end

local function cm(method, how)
  how.via, how.method = "cm", CM[method]
  return how
end

local function memory(method, how)
  how.via, how.method = "memory", MEMORY[method]
  return how
end

-- Of the cases of one module, the same.
local function each(names, ...)
  local cases = {}
  for name in names:gmatch("%S+") do cases[name] = { ... } end
  return cases
end

local function merge(...)
  local all = {}
  for _, cases in ipairs{ ... } do
    for name, case in pairs(cases) do all[name] = case end
  end
  return all
end

-- --- The instrument, calls, the CM ----------------------------------------

local LCALL_CONTEXT <const> = "\x9a\0\0\0\0\x59\0"
local NOTHING <const> = "\x31\xc0\x90\x90\x90\x90\x90"   -- it answers 0
local NOPS <const> = ("\x90"):rep(7)

M.bench_selftest = merge(
  each("block10 block1000 block10000 plain planted given",
       { swap = "block100" }),
  each("block100", { swap = "block10" }), each("timed"),
  each("missing", { swap = "block100" }))
M.bench_selftest.given.more = { live = true }
M.bench_selftest.missing.never = true

local STUB <const> = { via = "console", method = saboteur.CONSOLE.null }
M.bench_call = {
  bare = { { patch = { "\x40\xa3", "\x90\xa3" } } },
  near = { cm("bind", { answer = 0 }), cm("bind", { answer = 1 }) },
  gate = { { via = "console", method = STUB.method, answer = 0 },
    { via = "console", method = STUB.method, answer = 8 },
    { via = "console" } },
}

local function kinds(names)
  local cases = {}
  for kind in names:gmatch("%S+") do
    local is_near = kind == "near" or kind == "call"
    local client = is_near or kind == "gate" or kind == "trap"
    cases[kind] = { cm("load", { answer = "idle" }), x = 64,
      -- the client's call goes elsewhere: which of the bindings that is
      cm("bind", { alter = { 2, "idle" }, turn = client and 1 or 2 }),
      cm("bind", { alter = { 2, "idle" }, turn = client and 1 or 2, x = 0 }),
      cm("load", { answer = is_near and "bind_gate" or "bind_near" }) }
  end
  return cases
end

M.bench_ladder = kinds(
  "near gate trap message queue event stream call send")
M.bench_ladder.wrapper = { x = 0, table.unpack(M.bench_call.gate) }

M.bench_bind = {}
for case, method in pairs{ load = "load", bind = "bind", first = "bind",
    warm = "bind", rebind = "rebind", unbind = "unbind", unload = "unload" } do
  local list = {}
  for turn = -1, 2 do                   -- each; one of three samples
    list[#list + 1] = cm(method, { answer = 0,
                                   turn = turn >= 0 and turn or nil })
  end
  M.bench_bind[case] = list
end
-- Clients: x = 0 leaves the server's counters alone to tell.
local function of_kind(caller, other)
  return { cm("load", { answer = "idle" }), cm("load", { answer = other }),
    cm("bind", { alter = { 2, "idle" }, turn = caller }),
    cm("bind", { alter = { 2, "idle" }, turn = caller, x = 0 }),
    cm("bind", { answer = 0 }), memory("run", { answer = 0 }),
    memory("run", { answer = 0, x = 0 }), memory("write", { answer = 0 }),
    memory("read", { answer = 0 }), memory("read", { answer = 0, x = 0 }) }
end
M.bench_ipc = { call = of_kind(1, "bind_gate"), send = of_kind(2, "bind_near"),
  grant = of_kind(2, "bind_near") }
M.bench_upcall = { upcall = { cm("bind", { alter = { 2, "idle" } }),
  cm("bind", { alter = { 2, "idle" }, x = 0 }), cm("bind", { answer = 0 }),
  memory("run", { answer = 0 }), memory("run", { answer = 0, x = 0 }),
  memory("write", { answer = 0 }), memory("read", { answer = 0 }) } }
M.bench_client = {}
for case, method in pairs{ load = "load_by", bind = "bind", unbind = "unbind",
    unload = "unload" } do
  local list = { cm(method, { answer = 0 }) }
  for turn = 1, 3 do                    -- set_up() has one of its own, but bind
    list[#list + 1] = cm(method, { answer = 0,
      turn = case:find("bind") and turn - 1 or turn })
  end
  M.bench_client[case] = list
end
table.insert(M.bench_client.load, cm("load_by", { answer = "null" }))
table.insert(M.bench_client.bind, cm("bind", { alter = { 2, "idle" } }))
M.bench_constraints = each("figure3 constraints pairs",
                           cm("bind", { answer = 0 }))
M.bench_graph = merge(each("graph bindings", cm("bind", { answer = 0 }),
                           cm("bind", { answer = 4711 })),
                      each("load", cm("load", { answer = 0 })))

M.bench_change = merge(
  each("latency gap", cm("replace", { answer = 0 }),
       cm("replace", { answer = "null" })),
  each("quiesce", cm("unload", { answer = 0 })),
  each("drain", cm("unload", { answer = 0 }), cm("unbind", { answer = 0 }),
       cm("drain", { answer = 0 }), cm("drain", { answer = -1, turn = 2 }),
       cm("drain", { answer = 0, turn = 2 }),
       cm("drain", { alter = { 1, 0 }, turn = 2 })))
M.bench_load = merge(
  each("latency gap", cm("replace", { answer = 0 }),
       cm("replace", { answer = "bench_served" })),
  each("rebind gap_rebind", cm("rebind", { answer = 0 }),
       cm("rebind", { answer = 0, turn = 2 })))
M.bench_cm = { unload = { cm("unload", { answer = 0 }), once = true } }

-- --- The NMM --------------------------------------------------------------

M.bench_paging = merge(
  each("on", nmm("paging", { answer = 0 })),
  each("off", nmm("paging", { answer = 1 })),
  each("first", nmm("paging", { answer = 0 })),
  each("roundtrip", nmm("paging", { answer = 0 })))
for _, case in pairs(M.bench_paging) do
  case[#case + 1] = nmm("paging", { remember = 0 })
end

-- Calls of PageAttributes: the first page's samples are one of prepare, one
-- of the body, and some of the proof.
local BODY <const> = 1
local CHANGE <const> = { nmm("page_attributes", { answer = 0 }),
  nmm("page_attributes", { answer = 0x67 }),
  nmm("page_attributes", { answer = 0x67, turn = BODY }),
  nmm("page_attributes", { alter = { 2, 1 }, turn = BODY }),
  nmm("page_attributes", { alter = { 3, 0 }, turn = BODY }),
  nmm("page_attributes", { alter = { 3, 0x20 }, turn = BODY }) }
M.bench_flush = merge(each("none", table.unpack(CHANGE)),
  each("invlpg cr3 pge pg best", nmm("page_attributes", {
    alter = { 5, 0 }, turn = BODY }), table.unpack(CHANGE)))

local HIT <const>, MISS <const> = 0xc0003000, 1
local function finds(...)
  return { nmm("phys_to_virt", { answer = 0 }),
    nmm("phys_to_virt", { answer = 0, turn = 0 }),          -- the cold sample
    nmm("create_page_mapping", { answer = 0, turn = 2 }),
    nmm("create_page_table", { answer = 0 }), ... }
end
local CHOICE <const> = nmm("reverse_structure", { answer = 0 })
local function hits(...)
  return finds(nmm("phys_to_virt", { answer = HIT }), ...)
end
local function misses(...)
  return finds(nmm("phys_to_virt", { answer = MISS }), ...)
end
local function shared(...)
  return finds(nmm("phys_to_virt", { answer = 0xc0000000 }), ...)
end
local function updates(...)
  return { nmm("create_page_mapping", { answer = 0 }),
    nmm("create_page_mapping", { answer = 0, turn = 5 }),   -- of a sample
    nmm("invalidate_page_mapping", { answer = 0 }),
    nmm("phys_to_virt", { answer = MISS }), ... }
end
M.bench_rlookup = {
  scan = hits(), miss = misses(), shared_scan = shared(),
  update_scan = updates(),
  inverted = hits(CHOICE), inverted_miss = misses(CHOICE),
  shared_inverted = shared(CHOICE), update_inverted = updates(CHOICE),
  chain = hits(CHOICE), chain_miss = misses(CHOICE),
  shared_chain = shared(CHOICE), update_chain = updates(CHOICE),
}

local SWITCH <const> = { patch = { LCALL_CONTEXT .. "\x0f\x03",
                                   NOTHING .. "\x0f\x03" } }
M.bench_smallspace = merge(each("segment cr3", SWITCH),
  each("pg", nmm("paging", { answer = 1 }), nmm("paging", { answer = 0 }),
       nmm("paging", { remember = 0 })))
M.bench_fault = each("ring1", nmm("paging", { answer = 0 }),
  nmm("invalidate_page_mapping", { answer = 0 }),
  nmm("phys_to_virt", { answer = 1 }))

-- Another instance owns the vector already, so that the core stands between.
local function rival()
  local other = deimos.load("bench_delivery")
  local it <close> = other:open("rival")
  it.own(1)
  return function()
    local it <close> = other:open("rival")
    it.own(0)
    deimos.close(it)
    other:unload()
  end
end
M.bench_delivery = {
  direct = { { foul = rival } },
  demux = { cm("load", { answer = "idle" }) },
}

-- --- Rungs ----------------------------------------------------------------

local COUNT <const> = "\x36\xff\x05"            -- incl %ss:rungs_calls
local UNCOUNTED <const> = { patch = { COUNT, NOPS } }
local GATE <const> = "\x9a\0\0\0\0\x1f\0"       -- lcall $OWN_GATE(0), $0
M.bench_rungs = {
  far = { UNCOUNTED },
  tss = { { patch = { "\xff\x2d", "\xff\x05", word = COUNT } } },
  ldt = { SWITCH }, cr3 = { SWITCH },
  gate = { UNCOUNTED, { patch = { GATE, NOPS } } },
  -- INT n by a gate that ring 1 alone may take: by way of the core
  trap = { UNCOUNTED, { patch = { "\xff\x50\x18", "\xff\x50\x0c" } } },
  -- a call gate instead
  sysenter = { UNCOUNTED, { patch = { "\x89\xe1\xba", GATE .. "\x90\x90" } } },
}

-- --- Models ---------------------------------------------------------------

M.bench_switch = { switch = { } }
for turn = -1, 7 do                             -- of the cold sample
  table.insert(M.bench_switch.switch, { via = "concurrency",
    method = HAND_OFF, answer = 0, turn = turn >= 0 and turn or nil })
end

-- protect() changes the bits, and nothing leaves the TLB.
local function unflushed()
  local pages <close> = deimos.find("paged"):open("pages")
  pages.strategy(0)
end
local DEAF <const> = memory("run", { answer = 0 })
M.bench_appel = merge(
  each("dirty", { via = "pages", method = PAGES.attributes, answer = 0 },
       { via = "pages", method = PAGES.attributes, answer = 0x67 }, DEAF),
  each("prot1 prot100", DEAF,
       { via = "pages", method = PAGES.attributes, answer = 7 }),
  each("prot100_invlpg prot100_cr3", DEAF,
       { via = "pages", method = PAGES.strategy, alter = { 0, 0 } },
       { via = "pages", method = PAGES.strategy, answer = -1 }),
  each("unprot100", DEAF,
       { via = "pages", method = PAGES.attributes, answer = 5 }),
  each("trap", DEAF, memory("protect", { answer = 0 })),
  each("fault", DEAF, { handler = "unprotect" }),
  each("appel1", DEAF, { handler = "unprotect" }),
  each("appel2", DEAF, { handler = "swap" }))
table.insert(M.bench_appel.prot100, { foul = unflushed })
for _, case in pairs(M.bench_appel) do case.x = 0 end   -- 100 by one call
M.bench_appel.fault.handler = "map"
M.bench_appel.appel1.handler = "swap"

-- A request that is not sent is the one before, once more. Of the first row's
-- runs and writes, which is the sample that is to be told from it.
local function requests(asked, stale, ...)
  return { DEAF, memory("run", { answer = 0, turn = asked }),
    memory("read", { answer = 0 }), memory("write", { answer = 0 }),
    stale and memory("write", { answer = 0, turn = stale }), ... }
end
M.bench_service = {
  null = requests(1), map = requests(1, 7), unmap = requests(5, 5),
  protect = requests(5, 5,
    { via = "pages", method = PAGES.attributes, answer = 7 }),
  grow = requests(1, 7), triple = requests(1, 4) }

-- What debugs does nothing, or it does that to something else.
local function debugs(method, how)
  how.via, how.method = "debug", saboteur.DEBUG[method]
  return how
end
local WRITABLE <const> = { via = "pages", method = PAGES.attributes, answer = 7 }
M.bench_debug = {
  off = { DEAF, { via = "pages", method = PAGES.attributes, answer = 5 } },
  watch = { DEAF, WRITABLE, debugs("watch", { answer = 1 }),
    debugs("watch", { alter = { 3, 1 } }),      -- reads
    debugs("log", { answer = 0 }), debugs("log", { answer = 1 }),
    memory("fetch", { answer = -1 }) },
  beside = { DEAF, WRITABLE, debugs("watch", { answer = 1 }),
    debugs("log", { answer = 1 }) },
  guard = { DEAF, debugs("guard", { answer = 0 }),
    debugs("guard", { answer = 0, turn = 1 }),
    debugs("unguard", { answer = 0 }), debugs("unguard", { answer = 0, turn = 1 }),
    debugs("guard", { alter = { 1, 4 } }), memory("unmap", { answer = -1 }),
    memory("read", { answer = 0 }) },
  step = { DEAF, debugs("step", { answer = 0 }),
    debugs("step", { answer = 0, turn = 1 }), debugs("step", { alter = { 1, 3 } }),
    debugs("log", { answer = 4 }), memory("fetch", { answer = -1 }) } }

local function limit(how)
  how.via, how.method = "control", CONTROL.limit
  return how
end
local function idle(how)
  how.via, how.method = "control", CONTROL.idle
  return how
end
local FULL <const> = { via = "pages", method = PAGES.attributes, answer = 0x67 }
M.bench_pagefault = {
  pool = { DEAF, FULL }, zero = { DEAF, FULL },
  store = { DEAF, FULL, limit{ answer = 0 },
    { via = "store", method = STORE.read, answer = 0 } },
  evict = { DEAF, FULL, idle{ answer = 0 }, x = 1,
    { via = "store", method = STORE.write, answer = 0 } },
  lost = { DEAF, FULL,
    { via = "peers", method = MEMORY.release_frame, answer = 0 },
    { via = "peers", method = MEMORY.release_frame, answer = -1 } },
  cow = { DEAF, FULL, memory("copy", { answer = 0 }) },
}

return M
