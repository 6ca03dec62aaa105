-- SPDX-License-Identifier: MIT
-- The carrier "porter", and what is done with programs that it carries.
--
--     local w = porter.open()
--     local echo = w:load "echo"              -- a module
--     w:close()                               -- nothing is left

local expect = require "expect"
local sound = require "sound"

local E <const> = expect.E

-- ORDER tests/modules/porter/program.h
local M = { ECHO = 1, PASS_ON = 2, UNLOAD_ME = 3, PORTER_DIES = 4, COUNT = 5 }
M.acts = { honest = 0, answers = 1, dies = 2, keeps = 3, ends = 4,
  again = 5, unloads_itself = 6, kills = 7 }

local Porter = {}
Porter.__index = Porter

function M.open()
  local w = setmetatable({ start = deimos.digest() }, Porter)
  w.module = deimos.load "porter"
  w.face = w.module:open "porter"
  w.cm = deimos.find("cm"):open "cm"
  w.out = deimos.buffer(8)
  w.before = deimos.digest()
  return w
end

-- Once, in "load" or in "unload".
function Porter:arm(where, act, number)
  self.face.arm(where == "load" and 0 or 1, M.acts[act], number or 0)
end

-- What load_by() answers.
function Porter:ask(name) return self.cm.load_by(self.module.handle, name) end

function Porter:load(name)
  local handle = self:ask(name)
  if handle < 0 then
    error(("%s: %s"):format(name, deimos.error_text(handle)), 2)
  end
  local module = deimos.find(name)
  assert(module.handle == handle)
  return module
end

-- Why the CM has refused the last request.
function Porter:reason()
  local text = deimos.buffer(512)
  local length = self.cm.reason(text, 512)
  return text:string(0, math.min(length, 511))
end

-- Its service does that with some bytes; what it answers.
function Porter:call(service, operation)
  return service.call(operation, "hello", 5, self.out, 8)
end

function Porter:node(handle)
  local graph = deimos.graph()
  sound(graph)
  for _, n in ipairs(graph.nodes) do
    if n.handle == handle then return n end
  end
end

-- As it was when porter had been loaded.
function Porter:is_clean(why)
  expect.is(self.face.tidy(), 0, why)
  expect.is(deimos.digest(), self.before, why)
end

function Porter:close()
  deimos.close(self.face)
  deimos.close(self.cm)
  self.module:unload()
  expect.is(deimos.digest(), self.start)
end

-- Refused with that error, and nothing has changed.
function Porter:refused(error, why, f, ...)
  local before = deimos.digest()
  local ok, result = pcall(f, ...)
  if ok then expect.is(result, E[error], why) end
  if not ok then
    local text = deimos.error_text(E[error])
    assert(result:find(text, 1, true), result)
  end
  local reason = ok and self:reason() or result
  assert(not why or reason:find(why, 1, true), reason)
  expect.is(deimos.digest(), before, why)
end

return M
