-- SPDX-License-Identifier: MIT
-- Owners of one line (modules/bell.c): rung, silenced, and whether each of them
-- hears each tick.

-- ORDER tests/modules/bell.c
local M = { COUNT = 0, DIE = 1, STAY_BUSY = 2, STAY = 3, UNLOAD = 4,
  STAY_FOREVER = 5 }
M.TIMER, M.COUNT_OF_OWNERS = 0, 3

local interrupt <const>, cm <const> = deimos.find "interrupt", deimos.find "cm"
local bells <const> = {}

function M.load()
  local b = { module = deimos.load "bell" }
  b.face = b.module:open "bell"
  return b
end

--- Owners that are rung from now on unload others while that module spins; or,
--- without one, where these threads run that are not the first.
function M.heed(spinner, threads)
  M.flag, M.threads = spinner and spinner.face.flag() or 0, threads
end

--- The i-th owner, who hears the timer from now on.
function M.ring(i)
  local b = M.load()
  b.line = deimos.bind(b.module, "interrupt", interrupt, "interrupt")
  b.cm = deimos.bind(b.module, "cm", cm, "cm")
  if M.threads then
    b.threads = deimos.bind(b.module, "threads", M.threads, "concurrency")
  end
  b.face.heed(M.flag)
  assert(b.face.attach(M.TIMER) == 0)
  bells[i] = b
  return b
end

function M.ring_all()
  for i = 1, M.COUNT_OF_OWNERS do M.ring(i) end
end

--- The i-th owner is no more; if it has died, it has no bindings.
function M.silence(i, has_died)
  local b = bells[i]
  bells[i] = nil
  deimos.close(b.face)
  if not has_died then b.line:unbind() end
  b.module:unload()
end

function M.silence_all()
  for i = 1, M.COUNT_OF_OWNERS do M.silence(i) end
end

function M.of(i) return bells[i] end

--- The i-th owner has been unloaded by another.
function M.forget(i) bells[i] = nil end

--- Each of them has each tick, while spin(n) waits for n.
function M.all_hear(where, spin)
  local before = {}
  for i, b in pairs(bells) do before[i] = b.face.count() end
  spin(6)
  for i, b in pairs(bells) do
    local heard = b.face.count() - before[i]
    assert(heard >= 4, ("%s: owner %d: %d of 6"):format(where, i, heard))
  end
end

return M
