-- SPDX-License-Identifier: MIT
-- What makes an experiment's operation fail without a word, so that its proof
-- has something to notice. A module stands between an experiment and what it
-- measures, or between a row and its experiment, and breaks one method; or
-- bytes of a module's code are changed. Needs the modules
-- `sabotage` and `asker`.

local expect = require "expect"
local points = require "points"

local M = {}

local NOBODY <const>, EVERY <const> = 999, 0xffffffff
local ANSWER <const>, REMEMBER <const>, ALTER <const>, SWAP <const> = 0, 1, 2, 3

M.module = deimos.load("sabotage")

-- Methods by name: 100 numbers for each interface, as sabotage.c has them.
for i, name in ipairs { "nmm", "cm", "memory", "pages", "concurrency",
    "console", "paged", "store", "experiment", "timed", "debug" } do
  local numbers = expect.methods(M.module, name)
  for method, number in pairs(numbers) do
    numbers[method] = number + 100 * (i - 1)
  end
  M[name == "paged" and "CONTROL" or name:upper()] = numbers
end

local sabotage = M.module:open("sabotage")
local ask = deimos.load("asker"):open("asker")
local names = 0

-- turn: which call of the method does nothing, from 0 on; nil: each.
function M.set(index, answer, turn)
  sabotage.set(index, answer, turn or EVERY, ANSWER, 0)
end

-- A good liar: it answers what it was asked for the time before.
function M.remember(index, first)
  sabotage.set(index, first, EVERY, REMEMBER, 0)
end

-- The call is made, with another argument (from 0 on).
function M.alter(index, argument, value, turn)
  sabotage.set(index, value, turn or EVERY, ALTER, argument)
end

-- The call is that of what the receptacle `another` is bound to.
function M.swap(index)
  sabotage.set(index, 0, EVERY, SWAP, 0)
end

function M.mend()
  M.set(NOBODY, 0)
end

-- Change bytes of a module, wherever they are `find`. How many there were.
function M.patch(module, find, with)
  local node, count = points.node(module), 0
  local at, stop = node.base, node.base + node.size
  while true do
    at = sabotage.find(at, stop, find, #find)
    if at == 0 then return count end
    sabotage.poke(at, with, #with)
    at, count = at + #with, count + 1
  end
end

-- The four bytes behind those of a module.
function M.word_behind(module, find)
  local n = points.node(module)
  local at = sabotage.find(n.base, n.base + n.size, find, #find)
  return at ~= 0 and ("<i4"):pack(sabotage.word(at + #find))
end

-- Is the row verified? `more` has what else the experiment is to be.
function M.run(subject, case, x, more)
  names = names + 1
  local spec = { experiment = "s" .. names, case = case, module = subject,
    interface = case, parameter = x or 0, warmup = 0, samples = 2 }
  for k, v in pairs(more or {}) do spec[k] = v end
  local ok, row, why = pcall(deimos.experiment, spec)
  return ok and row and row.verified, ok and why or row
end

-- The experiment with one method broken, and sound before and after.
function M.check(subject, case, index, answer, x, more)
  assert(M.run(subject, case, x, more),
         case .. " is not verified when it is sound")
  M.set(index, answer)
  local found = not M.run(subject, case, x, more)
  M.mend()
  assert(found, ("%s is verified although method %d does nothing"):format(
    case, index))
  assert(M.run(subject, case, x, more), case .. " is not verified afterwards")
end

-- A receptacle that the manifest has bound leads to the saboteur instead.
function M.between(subject, interface)
  local graph, names_of = deimos.graph(), {}
  for _, i in ipairs(graph.interfaces) do names_of[i.handle] = i.name end
  for _, b in ipairs(graph.bindings) do
    if b.caller == subject.handle and names_of[b.interface] == interface then
      assert(ask.rebind(b.handle, M.module.handle, interface) == 0)
    end
  end
end

-- The saboteur's own link to what it passes calls on to.
function M.own(interface, provider, receptacle)
  return deimos.bind(M.module, receptacle or interface,
                     provider or deimos.find(interface), interface)
end

return M
