-- SPDX-License-Identifier: MIT
-- Clients that name their own threads: own.check(kind of their model, their own).

local expect = require "expect"
local models = require "models"
local points = require "points"
local p = require "protected"
local turns = require "turns"

local M = {}
local MINE, YIELDS, CALLS <const> = 1, 2, 4

-- One client that names `kind`; nil: none.
local function client(model, kind)
  local c = p.load(model, "own")
  c.threads = kind and deimos.bind(c.module, "concurrency", kind,
    "concurrency")
  return c
end

-- Two pairs at once: one of the model's threads, one of their own. Each pair
-- meets, while neither could without a turn of its own.
local function pairs_meet(t, run, of, own, server)
  local list = {}
  for i = 0, 3 do
    local kind = i < 2 and own or nil
    local preempted = (kind or of).name == "preempt"
    local c = client(t, kind and kind.module)
    c.near = p.connect(c, server)
    c.argument = i & 1 | (preempted and 0 or YIELDS) | CALLS
    c.thread = run.start(c.space, c.argument | (i >> 1) << 8)
    list[#list + 1] = c
  end
  for _, c in ipairs(list) do
    local got = run.join(c.thread)
    assert(got == 100 + c.argument, got)
  end
  for _, c in ipairs(list) do
    p.disconnect(c.near)
    p.destroy(c)
  end
end

-- On the first thread, which waits meanwhile: for one of the model's.
local function first_waits(t, run, of, own)
  local c, other = client(t, own.module), client(t)
  local function argument(mine, kind)
    return mine | (kind.name == "preempt" and 0 or YIELDS) | 2 << 8
  end
  local thread = run.start(other.space, argument(0, of))
  local got = c.m.run(c.space, argument(MINE, own))
  assert(got == 100 + (argument(MINE, own) & 0xff), got)
  assert(run.join(thread) >= 100)
  p.destroy(other)
  p.destroy(c)
end

-- Its module is not beside the model's: the model would not know its threads.
local function apart(of, own)
  local system = models.open(of, { "segmented" })
  local k = turns.kind(own)
  local c = client(system.segmented, k.module)
  expect.refused("unbound", c.m.run, c.space, 0)
  expect.refused("bound", k.module.unload, k.module)
  local poison = deimos.load("poison")
  local o = poison:open("poison")
  o.strike(points.method(o, k.module, "concurrency", "yield"))
  expect.refused("died", k.c.yield)
  expect.refused("dead", c.m.run, c.space, 0)
  c.threads:unbind()
  deimos.close(o)
  poison:unload()
  turns.unload(k)
  p.destroy(c)
  models.close(system)
end

function M.check(name, of, own)
  local system = models.open(of, { name })
  local k = turns.kind(own)
  local of_model = { name = of, module = system.threads }
  local beside = turns.beside(of_model, k)
  local t = system[name]
  local run = p.runner(system, t)
  local server = p.load(t, "echo")
  pairs_meet(t, run, of_model, k, server)
  p.destroy(server)
  first_waits(t, run, of_model, k)
  run.close()
  turns.apart(beside)
  turns.unload(k)
  models.close(system)
  print("own threads:", name, of, own)
end

M.apart = apart
return M
