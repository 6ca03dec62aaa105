-- SPDX-License-Identifier: MIT
-- What all kinds of threads must do for clients in ring 3:
-- `threads3.check(kind)`.

local expect = require "expect"
local M = {}

local E_HANDLE, E_BUSY, E_PAGING = expect.errors "E_HANDLE E_BUSY E_PAGING"
local HAND_OFF, YIELD <const> = 1, 2
local STACK <const> = 8192

function M.open(kind)
  local t = { kind = deimos.load(kind), policy = deimos.load("fifo"),
    clients = deimos.load("clients3"), workers = deimos.load("workers") }
  deimos.bind(t.kind, "scheduler", t.policy, "scheduler")
  deimos.bind(t.clients, "threads", t.kind, "concurrency")
  deimos.bind(t.workers, "threads", t.kind, "concurrency")
  t.c = t.kind:open("concurrency")
  t.r = t.clients:open("clients3")
  t.w = t.workers:open("workers")
  return t
end

function M.close(t)
  deimos.close(t.w)
  deimos.close(t.r)
  deimos.close(t.c)
  t.workers:unload()
  t.clients:unload()
  t.kind:unload()
  t.policy:unload()
end

-- Each checks its registers, segments and FPU after every round.
local function pair(t, rounds, spinning, turn)
  local first = t.r.start(rounds, spinning, turn)
  assert(first > 1, first)
  local a, b = t.r.join(0), t.r.join(1)
  assert(a == rounds and b == rounds, ("%d %d"):format(a, b))
  assert(t.r.stop() == 0)
end

local function hand_off(t)
  local KIND = require "threads".KIND
  assert(t.c.hand_off(0) == E_HANDLE and t.c.hand_off(99) == E_HANDLE)
  assert(t.c.hand_off(-1) == E_HANDLE and t.c.hand_off(0x7fffffff) == E_HANDLE)
  local waiting = t.w.spawn(KIND.wait, 3, STACK)
  local counting = t.w.spawn(KIND.count, 4, STACK)
  assert(t.c.hand_off(waiting) == 0)    -- it sleeps now
  assert(t.c.hand_off(waiting) == E_BUSY)
  t.w.clear()
  assert(t.c.hand_off(counting) == 0 and t.w.trace(0) == ("e"):byte())
  assert(t.w.trace(1) == 0, "its yield was for nobody")
  t.w.open(1)
  assert(t.c.join(waiting) == 3)
  t.w.open(0)
  assert(t.c.join(counting) == 4)
  assert(t.c.hand_off(counting) == E_HANDLE, "it has ended")
  local gone = t.w.spawn(KIND.count, 1, STACK)
  assert(t.c.hand_off(gone) == 0 and t.c.join(gone) == 1)
end

-- Handed to and fro, nobody is forgotten by the policy.
local function nobody_starves(t)
  local KIND = require "threads".KIND
  local list = {}
  for i = 1, 3 do list[i] = t.w.spawn(KIND.count, 10, STACK) end
  for i = 1, 3 do t.c.hand_off(list[i]) end
  for i = 3, 1, -1 do t.c.hand_off(list[i]) end
  for i = 1, 3 do assert(t.c.join(list[i]) == 10) end
end

local function far(t)
  deimos.nmm.paging(true)
  local thread = t.r.far_start()
  assert(thread > 1, thread)
  for _ = 1, 5 do assert(t.c.yield() == 0) end
  local before = t.r.far_turns()
  assert(before > 0)
  local ok, message = pcall(deimos.load, "init_hand_off")
  assert(not ok and message:find("-8", 1, true), message)
  deimos.nmm.paging(false)
  for _ = 1, 5 do assert(t.c.yield() == 0) end
  assert(t.c.hand_off(thread) == E_PAGING)
  assert(t.c.join(thread) == E_PAGING)
  assert(t.r.far_turns() == before, "it ran without its space")
  deimos.nmm.paging(true)
  for _ = 1, 5 do assert(t.c.yield() == 0) end
  assert(t.r.far_turns() > before, "it waits for ever")
  t.r.far_end()
  assert(t.c.join(thread) == 0)
  assert(t.r.far_gone() == 0)
  deimos.nmm.paging(false)
end

local function refusals(t)
  assert(t.r.context(0x1235, 0) == E_HANDLE)
  assert(t.r.context(0, 0) == 0 and t.r.context(0, 0) == 0)
end

function M.check(kind)
  local before = deimos.digest()
  local t = M.open(kind)
  hand_off(t)
  nobody_starves(t)
  refusals(t)
  pair(t, 300, 0, HAND_OFF)
  pair(t, 300, 0, YIELD)
  deimos.nmm.paging(true)
  pair(t, 300, 0, HAND_OFF)
  deimos.nmm.paging(false)
  -- only the timer can take it from the first one
  local slow <const> = t.kind.name == "preempt"
  pair(t, slow and 60 or 20, slow and 100000 or 100, 0)
  assert(not slow or t.r.overlap() > 0, "no tick has hit ring 3")
  far(t)
  M.close(t)
  assert(deimos.digest() == before, "something is left")
end

return M
