-- SPDX-License-Identifier: MIT
-- Threads that cannot be made, for want of memory or of a task: an error that
-- says so, nothing is left, and as many as ever can be made afterwards.
-- expect: pass
-- modules: workers task_filler

local threads = require "threads"

local STACK <const> = 4096
local COUNT <const> = 0                 -- ORDER tests/modules/workers.c
local NOMEM <const>, FULL <const>, ADDRESS <const> = -5, -6, -4
local TIMES <const>, MOST <const> = 70, 63      -- more than there are slots

local sizes = { 0x7fffffff, 0x80000000, 0xbfffffff, 0xffffe000, 0xffffefff,
  0xfffff000, 0xffffffff, deimos.machine().ups_size }

local function refused(t, expected, size)
  local before = deimos.digest()
  for _ = 1, TIMES do
    local got = t.w.spawn(COUNT, 1, size)
    assert(got == expected, ("%x: %d"):format(size, got))
    assert(t.c.count() == 1)
  end
  assert(deimos.digest() == before, ("%x: something is left"):format(size))
end

local function all_of_them(t)
  local before, handles = deimos.digest(), {}
  for i = 1, MOST do
    handles[i] = t.w.spawn(COUNT, 1, STACK)
    assert(handles[i] > 1, "thread " .. i)
  end
  assert(t.w.spawn(COUNT, 1, STACK) == FULL)
  for i = 1, MOST do assert(t.c.join(handles[i]) == 1) end
  assert(deimos.digest() == before, "something is left of the threads")
end

for _, kind in ipairs{ "coop", "preempt", "tasks" } do
  local before = deimos.digest()
  local t = threads.open(kind, "fifo")
  assert(t.w.foreign() == ADDRESS)
  for _, size in ipairs(sizes) do refused(t, NOMEM, size) end
  all_of_them(t)
  if kind == "tasks" then
    local module = deimos.load("task_filler")
    local filler = module:open("filler")
    assert(filler.fill() == FULL)
    refused(t, FULL, STACK)
    filler.empty()
    deimos.close(filler)
    module:unload()
    all_of_them(t)
  end
  threads.close(t)
  assert(deimos.digest() == before, kind .. ": something is left")
end
print("threads starved: and fed")
