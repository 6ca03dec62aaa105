-- SPDX-License-Identifier: MIT
-- Kinds of instructions x models: a client that is stepped, whose code is watched, or
-- whose data are, or all of that, does what it does alone: the same result, or the same
-- death at the same place; interrupts are on behind it, and steps are as many as there
-- are instructions.
-- machines: qemu-icount bochs
-- modules: client_kinds
-- expect: pass
-- limit: 120

local memory = require "memory"
local PAGE <const>, MANY <const>, BEGIN <const>, END <const> = 4096, 120, 0x100, 0x200
local DIED <const> = deimos.errors.E_DIED

-- On QEMU's TCG the end of a REP instruction by its count is one more.
local MORE <const> = deimos.machine().segment_limits and 0 or 1

-- ORDER tests/modules/client_kinds/acts.S table kinds_acts
-- The number: steps behind the first, of those that do not lose TF on their way.
local KINDS <const> = { { "plain", 2 }, { "rep", 8 + MORE }, { "rep_none", 4 },
  { "rep_back", 10 + MORE }, { "repne", 10 }, { "repe", 8 }, { "popf", 4 },
  { "popf_16", 5 }, { "iret", 5 }, { "lret", 4 }, { "ss" }, { "pop_ss" },
  { "pop_ds", 3 }, { "frames", 5 }, { "locked", 4 },
  { "fpu", 5 }, { "loops", 11 }, { "string", 7 }, { "flags", 4 }, { "tables", 3 },
  { "hlt" }, { "cli" }, { "sti" }, { "in" }, { "rep_out" }, { "ud2" },
  { "divide" }, { "int_80" }, { "int_1" }, { "int_3" }, { "move_cr" }, { "bound" },
  { "null" }, { "bad_ds" }, { "gate" }, { "jump" }, { "iret_up" }, { "lret_up" },
  { "iret_nt" } }
local HLT <const>, OWN_TF <const> = 21, #KINDS + 1

local function outcome(t, act)
  local before = t.deaths.count()
  t.m.write(t.space, t.area, ("\0"):rep(2 * PAGE))
  local result = t.m.run(t.space, act)
  if t.deaths.count() == before then return ("returns %d"):format(result) end
  assert(result == DIED)
  return ("dies of %d, error %x, at %d"):format(t.deaths.vector(),
    t.deaths.error(), t.deaths.eip() - t.begin)
end

local function steps_inside(t, log)
  local eips = {}
  for _, e in ipairs(log) do
    if e.kind == "step" and e.eip >= t.begin and e.eip < t.finish then
      eips[#eips + 1] = e.eip - t.begin
    end
  end
  return eips
end

-- Ways of being debugged, by letters: steps, code, data; `segmented` has no pages.
local WAYS <const> = MORE == 1 and { "s", "x", "d", "sx", "sd", "xd", "sxd" }
  or { "s", "xd", "sxd" }

local function debugged(t, debugger, act, way)
  if way:find "x" then
    debugger.watch(t.space, t.begin, t.finish - t.begin, "x")
  end
  if way:find "d" then debugger.watch(t.space, t.area, 2 * PAGE, "rw") end
  if way:find "s" then debugger.step(t.space, MANY) end
  local result = outcome(t, act)
  debugger.off(t.space)
  return result, debugger.log()
end

local function check(t, debugger, act, kind)
  local name, steps = kind[1], kind[2]
  t.begin = t.m.run(t.space, BEGIN + act)
  t.finish = t.m.run(t.space, END + act)
  local alone = outcome(t, act)
  for _, way in ipairs(t.name == "segmented" and { "s" } or WAYS) do
    local result, log = debugged(t, debugger, act, way)
    local what = ("%s, %s, %s: "):format(t.name, name, way)
    assert(result == alone, what .. result .. ", not " .. alone)
    assert(alone:find "returns" or log[#log].kind == "death", what .. "no death")
    if way == "s" and steps then
      local seen = #steps_inside(t, log) - 1
      assert(seen == steps, what .. seen)
    end
  end
end

-- Who sets TF itself dies of it, as ever, though it has died while it was stepped.
local function own_tf(t, debugger)
  debugger.step(t.space, MANY)
  assert(t.m.run(t.space, HLT) == DIED)
  debugger.off(t.space)
  t.begin = t.m.run(t.space, BEGIN + OWN_TF)
  assert(outcome(t, OWN_TF):find("dies of 1,", 1, true), "own TF is forgiven")
  debugger.log()
end

for _, name in ipairs { "segmented", "segpaged", "paged" } do
  local before = deimos.digest()
  local whole = require("model").load(name)
  local t = { name = name, m = memory.open(whole.module),
    deaths = whole.module:open "deaths" }
  t.space = t.m.create()
  t.m.load(t.space, "kinds")
  t.area = t.m.run(t.space, 0)
  do
    local debugger <close> = require("debug_model").under(whole.module)
    for act, kind in ipairs(KINDS) do check(t, debugger, act, kind) end
    own_tf(t, debugger)
  end
  deimos.close(t.deaths)
  t.m.destroy(t.space)
  t.m.close()
  whole:unload()
  assert(deimos.digest() == before, name .. ": all is as before")
  print(name, #KINDS .. " kinds")
end
