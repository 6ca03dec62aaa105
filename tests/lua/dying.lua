-- SPDX-License-Identifier: MIT
-- Somebody dies after so many instructions of a call (crossing.lua): dying.try(s, who,
-- step) checks who else has died, and what the others are answered.

local crossing = require "crossing"
local expect = require "expect"

local E <const>, is <const> = expect.E, expect.is
local PRIME <const> = 61

local M = { cases = 0, hits = 0, touches = 0 }

-- Who else dies with whom: programs with their model.
local function dies_with(s, who)
  local dead = { [who] = true }
  if who ~= "of" and who ~= "to" then return dead end
  local model = s[who].module
  for part, of in pairs { caller = s.of or false, killer = s.of or false,
      server = s.to, of = s.of or false, to = s.to } do
    if of and of.module.handle == model.handle then dead[part] = true end
  end
  return dead
end

local function list(set)
  local names = {}
  for name in pairs(set) do names[#names + 1] = name end
  table.sort(names)
  return table.concat(names, " ")
end

-- What a further call of the caller answers, and of the witness.
local function check_others(s, who, dead)
  local got, serves = s:look(), not dead.server and not dead.threads
  assert(serves and crossing.is_answer(got) or not serves and
    (got == E.DEAD or got == E.UNBOUND), "the witness: " .. got)
  if dead.caller or dead.threads then return end
  got = s:again()
  if who == "between" then
    is(got, E.DEAD, "the caller, again")
  elseif crossing.WAYS[s.kind] ~= crossing.DATA then
    is(got, E.DEAD, "the server, again")
  end
end

local function check(s, who, result)
  local wanted, dead = dies_with(s, who), s:dead()
  -- what is granted goes with who grants it: the server may touch it still
  if s.kind == "grant" and who == "caller" then wanted.server = dead.server end
  is(list(dead), list(wanted), "who has died")
  assert(crossing.is_answer(result) or result == E.DIED or result == E.DEAD or
    -- it died before it was run: then it began again, as another module
    (who == "caller" and result == E.UNBOUND), result)
  check_others(s, who, wanted)
end

--- where: what crossing's measure() says; what a dead binding had granted the server
--- is not there any more.
function M.try(s, who, step, where)
  local hit = s:start(step)
  M.cases = M.cases + 1
  if not hit then
    local result = s:finish()
    assert(crossing.is_answer(result), result)
    return
  end
  M.hits = M.hits + 1
  crossing.kill[who](s)
  local result, is_granted = s:finish(), s.kind == "grant" and who == "between"
  if is_granted then assert(not s:has(where), "the server has it, " .. result) end
  check(s, who, result)
  if is_granted and s:dies_of_touch() then M.touches = M.touches + 1 end
end

local offset = 0

--- f(step) for `count` steps that are spread over a call of that length, and others
--- the next time. what: is told if it fails.
function M.each_step(length, count, what, f)
  local stride = length // count + 1
  offset = (offset + PRIME) % stride
  for step = offset + 1, length, stride do
    local ok, why = xpcall(f, debug.traceback, step)
    assert(ok, ("%s at %d of %d: %s"):format(what, step, length, why))
  end
end

return M
