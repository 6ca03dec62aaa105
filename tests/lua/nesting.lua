-- SPDX-License-Identifier: MIT
-- A memory model, and a module `nester` that can stand between it and what it
-- works with: what the model asks while it holds its lock, the nester can
-- answer in its own way.

local models = require "models"

-- ORDER tests/modules/nester.c
local M = { NEST = 1, DIE = 2, YIELD = 3, JOIN = 4, SLEEP = 5 }

local E <const>, RW <const>, PAGE <const> = models.E, 3, 4096
-- ORDER tests/modules/nester.c
local NMM <const>, STORE <const>, POLICY <const> = 0, 1, 2
M.FACES = { [NMM] = "nmm", [STORE] = "store",
  [POLICY] = "replacement" }
-- ORDER tests/modules/nester.c
M.METHODS = { "create", "destroy", "load", "run", "map", "unmap",
  "protect", "grow", "share", "attach", "copy", "read", "write", "usage",
  "release_frame" }
-- ORDER tests/modules/nester.c
M.NUMBER = { load = 2, map = 4, protect = 6, write = 12, spin = 15 }
local word = deimos.buffer(4)

-- What each model asks while it holds its lock: face and method, by what.
-- ORDER nmm/nmm.h struct nmm
local METHOD <const> = { create_region = 0, destroy_region = 1,
  create_ldt = 12, page_attributes = 18 }
local CREATE_REGION <const>, DESTROY_REGION <const>, CREATE_LDT <const>,
  ATTRIBUTES <const> = METHOD.create_region, METHOD.destroy_region,
  METHOD.create_ldt, METHOD.page_attributes
M.PLACES = {
  flat = { { NMM, CREATE_REGION, "map" }, { NMM, DESTROY_REGION, "map" } },
  segmented = { { NMM, CREATE_LDT, "load" } },
  segpaged = { { NMM, CREATE_REGION, "map" }, { NMM, DESTROY_REGION, "map" },
    { NMM, CREATE_LDT, "load" }, { NMM, ATTRIBUTES, "protect" } },
  paged = { { POLICY, 0, "write" }, { POLICY, 1, "write" },
    { STORE, 2, "write" }, { STORE, 3, "write" },
    { NMM, ATTRIBUTES, "protect" }, { NMM, CREATE_LDT, "load" } },
}

-- ORDER tests/modules/nester.c (more than `paged` has frames)
local PAGES <const> = 16
local acts = {}
M.acts = acts

function acts.map(t)
  local got = t.m.map(t.space, 0, PAGE, RW, word)
  return got == 0 and t.m.unmap(t.space, word:u32(0), PAGE) or got
end
function acts.load(t)
  local space = t.m.create()
  if space < 0 then return space end
  local got = t.m.load(space, "hello")
  assert(t.m.destroy(space) == 0)
  return got
end
function acts.protect(t)
  return t.m.protect(t.space, t.at, PAGE, RW)
end
function acts.write(t)
  for page = 0, PAGES - 1 do
    local got = t.m.write(t.space, t.at + page * PAGE, "kept", 4)
    if got ~= 0 then return got end
  end
  return 0
end

-- The nester takes the place of what the model is bound to. What the NMM makes
-- is then the nester's, so that some calls of the model are refused; that is
-- the same whatever happens in them.
function M.step_between(s, t)
  local nester = deimos.load "nester"
  local n = nester:open "nester"
  deimos.bind(nester, "memory", t.module, "memory")
  deimos.bind(nester, "threads", s.threads, "concurrency")
  if t.store then deimos.bind(nester, "real_store", t.store, "store") end
  if t.clock then deimos.bind(nester, "real_policy", t.clock, "replacement") end
  n.aim(t.space, t.other, t.empty, t.at)
  return nester, n
end

-- The model's binding to what a face stands for leads to it, or to the module
-- behind it.
function M.turn(s, t, number, to)
  local face = M.FACES[number]
  local whom = to or face == "nmm" and s.nmm or
    face == "store" and t.store or t.clock
  local graph = deimos.graph()
  local types = {}
  for _, r in ipairs(graph.receptacles) do
    if r.node == t.module.handle then types[r.handle] = r.type end
  end
  for _, b in ipairs(graph.bindings) do
    if b.caller == t.module.handle and types[b.receptacle] == face then
      assert(s.cm.rebind(b.handle, whom.handle, s.cm.string(face)) == 0)
    end
  end
end

function M.open(kind, name)
  local s = models.open(kind == "none" and "coop" or kind, { name })
  local t = s[name]
  s.asker, s.nmm = deimos.load "asker", deimos.find "nmm"
  s.cm = s.asker:open "asker"
  if kind == "none" then t.of_module:unbind() end
  if name == "paged" then
    local control = t.module:open "paged"
    assert(control.configure(8, 0, 0) == 0)
    deimos.close(control)
  end
  t.space, t.other, t.empty = t.m.create(), t.m.create(), t.m.create()
  for _, space in ipairs { t.space, t.other } do
    local got = t.m.load(space, "hello")
    assert(got == 0, got)
  end
  local got = t.m.map(t.space, 0, PAGES * PAGE, RW, word)
  assert(got == 0, got)
  t.at = word:u32(0)
  t.nester, t.n = M.step_between(s, t)
  return s, t
end

function M.close(s, t)
  for _, space in ipairs { t.space, t.other, t.empty } do
    assert(t.m.destroy(space) == 0)
  end
  deimos.close(t.n)
  t.nester:unload()
  deimos.close(s.cm)
  s.asker:unload()
  models.close(s)
end

return M
