-- SPDX-License-Identifier: MIT
-- Is a test stuck? Not if it is slow: a busy host fails nothing. Stuck is what
-- has computed next to nothing for ten minutes, in itself and in all that it
-- started; what computes for ever meets the kernel's limit of processor time
-- (`M.LIMIT`), and an emulator its own (results/boot/watch.lua).

local uv = require "luv"
local host = require "results.host"

local M = {}

M.LIMIT = "ulimit -t 900; "             -- seconds of one process
local QUIET, LEAST = 600, 1             -- seconds: by the wall, computed
local LOOK <const> = 10                 -- seconds between two looks
local TICKS = 100                       -- a second, of /proc

-- Of all processes: their parents, and what they and their dead computed.
local function processes()
  local parent, ticks = {}, {}
  local scan = uv.fs_scandir("/proc")
  local name = uv.fs_scandir_next(scan)
  while name do
    local stat = name:find("^%d+$") and host.read("/proc/" .. name .. "/stat")
    local up, rest = (stat or ""):match("%) %S (%d+)" .. (" %S+"):rep(9)
      .. " (.*)")
    if up then
      local user, system, dead_user, dead_system =
        rest:match("(%d+) (%d+) (%d+) (%d+)")
      parent[tonumber(name)] = tonumber(up)
      ticks[tonumber(name)] = user + system + dead_user + dead_system
    end
    name = uv.fs_scandir_next(scan)
  end
  return parent, ticks
end

local function is_below(pid, top, parent)
  while pid and pid ~= top do pid = parent[pid] end
  return pid == top
end

-- computed: seconds, of a process and all below it.
function M.computed(top)
  local parent, ticks = processes()
  local sum = 0
  for pid, count in pairs(ticks) do
    if is_below(pid, top, parent) then sum = sum + count end
  end
  return sum / TICKS
end

-- judge: a function of the time and of what was computed until then, which
-- returns what is wrong once less than a second was computed in `quiet` ones, or in
-- ten minutes.
-- The sum shrinks where a part that computed has gone: that is no rest either.
function M.judge(quiet, began)
  local moved, seen = began, 0
  quiet = quiet or QUIET
  return function(now, sum)
    if sum - seen >= LEAST or sum < seen then seen, moved = sum, now end
    if now - moved >= quiet then
      return ("stuck: nothing computed for %d s"):format(quiet)
    end
  end
end

-- watch: a function that returns what is wrong once a child is stuck, in
-- `quiet` seconds, as judge() has it.
function M.watch(child, quiet)
  local looked = os.time()
  local judge = M.judge(quiet, looked)
  return function()
    local now = os.time()
    if now - looked < math.min(LOOK, quiet or LOOK) then return end
    looked = now
    return judge(now, M.computed(child.pid))
  end
end

return M
