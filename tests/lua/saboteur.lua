-- SPDX-License-Identifier: MIT
-- A module between an experiment and what it measures breaks one method: it
-- does nothing and answers what it is told to. Needs the modules `sabotage`
-- and `asker`.

local M = {}

-- ORDER sabotage.c, struct nmm, struct cm, and so on
M.NMM = { paging = 4, create_page_table = 5, create_page_mapping = 7,
  invalidate_page_mapping = 8, phys_to_virt = 9, page_attributes = 18,
  reverse_structure = 22 }
M.CM = { load = 100, unload = 101, bind = 103, rebind = 104, unbind = 105,
  replace = 111, drain = 112 }
M.MEMORY = { run = 203, protect = 206, release_frame = 214 }
M.PAGES = { attributes = 300 }
M.CONCURRENCY = { hand_off = 409 }
M.CONSOLE = { null = 502 }
local NOBODY <const>, EVERY <const> = 999, 0xffffffff

M.module = deimos.load("sabotage")
local asker = deimos.load("asker")
local sabotage, ask = M.module:open("sabotage"), asker:open("asker")
local names = 0

-- turn: which call of the method does nothing, from 0 on; nil: each.
function M.set(index, answer, turn)
  sabotage.set(index, answer, turn or EVERY)
end

function M.mend()
  M.set(NOBODY, 0)
end

-- Is the row verified? `more` has what else the experiment is to be.
function M.run(subject, case, x, more)
  names = names + 1
  local spec = { experiment = "s" .. names, case = case, module = subject,
    interface = case, parameter = x or 0, warmup = 0, samples = 2 }
  for k, v in pairs(more or {}) do spec[k] = v end
  local ok, row = pcall(deimos.experiment, spec)
  return ok and row and row.verified
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
  for _, b in ipairs(deimos.graph().bindings) do
    for _, i in ipairs(deimos.graph().interfaces) do
      if b.client == subject.handle and b.interface == i.handle
          and i.name == interface then
        assert(ask.rebind(b.handle, M.module.handle, interface) == 0)
      end
    end
  end
end

-- The saboteur's own link to what it passes calls on to.
function M.own(interface, provider)
  return deimos.bind(M.module, interface, provider or deimos.find(interface),
                     interface)
end

return M
