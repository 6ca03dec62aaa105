-- SPDX-License-Identifier: MIT
-- The test module "task_states": a case is a task that is left in one state,
-- and entered in one way when what it holds may have gone. Who enters it is
-- refused or dies, or it comes back; other modules' tasks go on in each case.

local share = require "share"

local M = { cases = 0, died = 0, owned = 0, back = 0, refused = 0 }

-- ORDER tests/modules/task_states/states.h
local KEEP <const>, SEGMENT <const> = 0xffff, 0x10000
local STALE <const> = 0x0f
local ERRORS <const> = 64               -- the least of them, negated
local IF <const>, SANE <const> = 0x200, 0x38    -- TR is the core's, LDTR null
local FORBIDDEN <const> = 0x23000       -- VM, IOPL
local FAR <const> = 0x7fffffff

M.KEEP, M.SEGMENT, M.STALE, M.FAR = KEEP, SEGMENT, STALE, FAR
M.CODE, M.CODE_ONLY, M.DATA, M.DATA_ONLY, M.GATE = 0, 1, 2, 3, 4
M.WAYS = { "plain", "undefined", "breakpoint", "divide", "returns", "nested",
  "itself", "gate", "stub", "enter", "halt", "interrupt", "spin", "fails",
  "orphan" }                            -- of tasks.S: see host/orders
-- ORDER tests/modules/task_states/states.h
M.ENTRIES = { "jump", "call", "other", "back", "context" }
local BACK <const> = 3                  -- ORDER tests/modules/task_states/states.h

local module, user, own_clients, victim, fresh, bystander, clients, sum
local before

local function start()
  if fresh then return end
  module = deimos.load("task_states")
  victim = victim or deimos.load("victim")
  deimos.bind(module, "victim", victim, "victim")
  user, fresh = module:open("task_states"), true
  own_clients = module:open("task_clients")
end

-- Both kinds of switch to tasks of another module's.
local function others_go_on(name)
  sum = sum + 3
  local got = bystander.hard(0, 3)
  if got ~= sum then error(("%s: another's task: %d"):format(name, got)) end
  assert(clients.add(0, 41) == 42, name .. ": another's client")
end

local function end_module()
  deimos.close(user)
  deimos.close(own_clients)
  module:unload()
  fresh = false
end

local function judge(name, result, flags)
  if result < 0 and result > -ERRORS then
    M.refused = M.refused + 1
    return
  end
  if result & FORBIDDEN ~= 0 or result & IF ~= flags then
    error(("%s: came back with flags %#x"):format(name, result))
  end
  local how = user.owned() > 0 and "owned" or "back"
  M[how] = M[how] + 1
end

-- What the case has left behind, alive.
local function clean(name, flags)
  local state = user.sane()
  if state ~= SANE | flags then error(("%s: left %#x"):format(name, state)) end
  own_clients.finish()
  user.finish()
end

local function of_module(message)
  return message:find("module 'task_states' died", 1, true) or
    message:find("module 'victim' died", 1, true)
end

--- One case: body(user) returns what task_enter() did, or an error; and whether
--- it holds interrupts off.
function M.case(name, body)
  if not share.has() then return end
  start()
  M.cases = M.cases + 1
  if deimos.options["arg.verbose"] then print(name) end
  local ok, result, off = pcall(body, user, own_clients)
  if ok then
    judge(name, result, off and 0 or IF)
    clean(name, off and 0 or IF)
  else
    local message = tostring(result)
    assert(of_module(message), name .. ": " .. message)
    deimos.nmm.paging(false)
    M.died = M.died + 1
    if message:find("module 'victim' died", 1, true) then
      clean(name, user.sane() & IF)
    end
    end_module()
    if message:find("module 'victim' died", 1, true) then
      victim:unload()
      victim = nil
    end
  end
  others_go_on(name)
end

--- Runs body() with the bystanders built; all is given back then.
function M.with(body)
  before = deimos.digest()
  local m = deimos.load("two_tasks")
  bystander, clients = m:open("tasks"), m:open("ring3")
  assert(bystander.build(0) > 0)
  assert(clients.write(0, 0, 0) == 0)
  sum = bystander.hard(0, 0)
  body()
  if fresh then end_module() end
  if victim then victim:unload() end
  assert(bystander.destroy(0) == 0)
  deimos.close(bystander)
  deimos.close(clients)
  m:unload()
  assert(deimos.digest() == before, "something is left")
  print(("%d cases%s: %d came back, %d by an owner, %d refused, %d died"):format(
    M.cases, share.name(), M.back, M.owned, M.refused, M.died))
end

--- The way that a task is left by and goes on, for a way of entering it.
function M.way(index, entry)
  return 2 * (index - 1) + (entry == BACK and 1 or 0)
end

return M
