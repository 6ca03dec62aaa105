-- SPDX-License-Identifier: MIT
-- The test module "exits": a case is a call that takes one way into ring 0 in
-- one state. It comes back with flags that ring 1 may have, is refused, or
-- its module dies; nothing else.

local exits = { cases = 0, died = 0, owned = 0, back = 0, refused = 0 }

-- Bochs takes ten times as long for a case. It gets a part of them, spread
-- over all tables.
local PART <const> = tonumber(deimos.options["arg.part"] or 11)
local part, passed = deimos.machine().segment_limits and PART or 1, 0

local BY_OWNER <const> = 0x80000000
local FORBIDDEN <const> = 0x23000       -- VM, IOPL
local IF <const>, FIXED <const> = 0x200, 2
local ERRORS <const> = 64               -- the least of them, negated

exits.flags = { NT = 0x4000, TF = 0x100, DF = 0x400, AC = 0x40000,
  VM = 0x20000, RF = 0x10000, IOPL = 0x3000, ID = 0x200000 }

local module, user, fresh
local before = deimos.digest()

local function start()
  if not fresh then
    module = deimos.load("exits")
    user, fresh = module:open("exits"), true
  end
end

function exits.stop()
  if fresh then
    user.finish()
    deimos.close(user)
    module:unload()
    fresh = false
    assert(deimos.digest() == before, "something is left")
  end
end

local function judge(name, result)
  if result < 0 and result > -ERRORS then
    exits.refused = exits.refused + 1
    return result
  end
  assert(result >= 0 or result & BY_OWNER ~= 0 and result < -2000, name)
  local flags = result & 0x7fffffff
  if flags & FORBIDDEN ~= 0 or flags & IF == 0 or flags & FIXED == 0 then
    error(("%s: came back with flags %#x"):format(name, flags))
  end
  local how = result & BY_OWNER ~= 0 and "owned" or "back"
  exits[how] = exits[how] + 1
end

--- One case: prepare(user), then the method with these arguments.
function exits.always(name, prepare, method, ...)
  exits.stop()
  start()
  exits.cases = exits.cases + 1
  if prepare then prepare(user) end
  local ok, result = pcall(user[method], ...)
  if ok then
    result = judge(name, result)
  else
    assert(tostring(result):find("module 'exits' died", 1, true),
      name .. ": " .. tostring(result))
    exits.died = exits.died + 1
    deimos.close(user)
    module:unload()
    fresh = false
    assert(deimos.digest() == before, name .. ": something is left")
  end
  return ok, result
end

--- The same, if it belongs to the part of them that this machine gets.
function exits.case(...)
  passed = passed + 1
  if passed % part == 0 then exits.always(...) end
end

--- Every pair of names and values of a table, in the order of the names.
function exits.sorted(t)
  local names, at = {}, 0
  for name in pairs(t) do names[#names + 1] = name end
  table.sort(names)
  return function()
    at = at + 1
    return names[at], t[names[at]]
  end
end

function exits.report()
  exits.stop()
  print(("%d cases: %d came back, %d by an owner, %d refused, %d died"):format(
    exits.cases, exits.back, exits.owned, exits.refused, exits.died))
end

return exits
