-- SPDX-License-Identifier: MIT
-- A space is its creator's: of the module that called create(). When an
-- execution module dies behind or under its clients, is unloaded with clients
-- that nobody waited for, or loses its binding, its spaces go, and nobody
-- needs to destroy them: the digest is that of before, and the model can be
-- unloaded. What others created stays.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 180
-- modules: poison asker client_spin

local expect = require "expect"
local models = require "models"
local points = require "points"

local E <const> = models.E
local MANY <const>, WHILE <const> = 1000000, 200       -- rounds
local RUN <const> = "\xff\x50\x0c\xc7"          -- call *12(%eax): run(); MOVL
local CALL <const> = 3                          -- bytes of it

local function dies(f, ...)
  expect.refused("died", f, ...)
end

-- Each is over when the execution module holds no space any more.
local ways = {
  behind = function(s, t, p)            -- run() returns into the dead
    local n = points.node(t.exec)
    local at = p.find(n.base, n.size, RUN, #RUN)
    assert(at ~= 0, "run() is called in another way")
    -- they take long, so that under `preempt` none ends before the strike
    local first = t.x.exec("counter", models.counter(WHILE, 1))
    assert(first > 0 and t.x.exec("counter", models.counter(WHILE, 2)) > 0)
    p.strike(at + CALL)
    dies(t.x.wait, first)
  end,
  under = function(s, t, p)             -- its clients still run
    for who = 1, 3 do assert(t.x.exec("counter", MANY << 8 | who) > 0) end
    if s.threads.name == "preempt" then
      assert(t.x.exec("client_spin", MANY) > 0)
    end
    for _ = 1, 4 do s.c.yield() end
    p.strike(points.method(p, t.exec, "execution", "count"))
    dies(t.x.count)
  end,
  unloaded = function(s, t)             -- clients that have ended
    for _ = 1, 3 do assert(t.x.exec("hello", 7) > 0) end
    while s.c.count() > 1 do s.c.yield() end
  end,
  unbound = function(s, t)
    for _ = 1, 3 do assert(t.x.exec("hello", 7) > 0) end
    while s.c.count() > 1 do s.c.yield() end
    for _, b in ipairs(deimos.graph().bindings) do
      if b.caller == t.exec.handle and b.provider == t.module.handle then
        s.cm.unbind(b.handle)
      end
    end
  end,
}

-- The page tables of a window stay until the model goes.
local function warm_up(t)
  local handles = {}
  for i = 1, 4 do handles[i] = t.x.exec("hello", 7) end
  for _, handle in ipairs(handles) do assert(t.x.wait(handle) == 7) end
end

-- An execution module that has come and gone: the digest, and a space that
-- the script has in that model all the time.
local function try(s, t, way)
  local p = s.poison:open "poison"
  local mine = t.m.create()
  assert(t.m.load(mine, "hello") >= 0)
  warm_up(t)
  t.of_exec:unbind()
  deimos.close(t.x)
  t.exec:unload()
  local before = deimos.digest()
  t.exec = deimos.load("exec_" .. t.name)
  t.of_exec = deimos.bind(t.exec, "concurrency", s.threads, "concurrency")
  t.x = t.exec:open "execution"
  ways[way](s, t, p)
  deimos.close(t.x)
  t.exec:unload()
  if way == "under" then                -- though their threads have not run
    assert(t.m.usage(0, s.usage) == 0 and s.usage:u32(0) == 1, "not told")
  end
  for _ = 1, 4 do s.c.yield() end       -- its threads end, if there are any
  assert(deimos.digest() == before, way .. ": something is left")
  assert(s.c.count() == 1 and t.m.run(mine, 7) == 7)
  assert(t.m.destroy(mine) == 0)
  deimos.close(p)
  t.exec = deimos.load("exec_" .. t.name)
  t.of_exec = deimos.bind(t.exec, "concurrency", s.threads, "concurrency")
  t.x = t.exec:open "execution"
  assert(t.x.wait(t.x.exec("hello", 7)) == 7)
end

-- More threads than there can be have ended, and nobody is left to join them.
local function many_ends(s, t)
  for _ = 1, 17 do
    ways.unloaded(s, t)
    assert(t.x.exec("hello", 7) > 0, "no thread is left")
    while s.c.count() > 1 do s.c.yield() end
    t.of_exec:unbind()
    deimos.close(t.x)
    t.exec:unload()
    t.exec = deimos.load("exec_" .. t.name)
    t.of_exec = deimos.bind(t.exec, "concurrency", s.threads, "concurrency")
    t.x = t.exec:open "execution"
  end
end

-- The model goes right behind it, asked for nothing.
local function unload_at_once(s, t)
  assert(t.x.exec("hello", 7) > 0)
  while s.c.count() > 1 do s.c.yield() end
end

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  for _, name in ipairs(models.ALL) do
    local s = models.open(kind, { name })
    local t = s[name]
    s.c, s.poison = s.threads:open "concurrency", deimos.load "poison"
    s.usage = deimos.buffer(36)
    local asker = deimos.load "asker"
    s.cm = asker:open "asker"
    for way in pairs(ways) do try(s, t, way) end
    if name == "flat" then many_ends(s, t) end
    unload_at_once(s, t)
    deimos.close(s.cm)
    asker:unload()
    s.poison:unload()
    deimos.close(s.c)
    models.close(s)
    print(kind, name, "keeps no orphans")
  end
end
