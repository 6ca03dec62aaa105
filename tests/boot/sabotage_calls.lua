-- SPDX-License-Identifier: MIT
-- Proofs can fail: calls and switches. No row of ladder, switch or fault,lost
-- is verified when the binding module delivers nothing, paging stays as it
-- was, a thread is not handed over to, or a frame is not given back.
-- expect: fail
-- limit: 120
-- modules: sabotage asker idle
-- output: sabotage: every one was found

local model = require "model"
local saboteur = require "saboteur"

local CM <const>, NMM <const> = saboteur.CM, saboteur.NMM
local MEMORY <const> = saboteur.MEMORY
local HAND_OFF <const> = saboteur.CONCURRENCY.hand_off

-- A module for each, since it may die of what is missing.
local function check(name, interface, case, index, answer, x)
  for _, broken in ipairs{ false, true } do
    local subject = deimos.load(name)
    saboteur.between(subject, interface)
    local idle
    if broken then
      if answer == "idle" then idle = deimos.load("idle") end
      saboteur.set(index, idle and idle.handle or answer)
    end
    local verified = saboteur.run(subject, case, x)
    saboteur.mend()
    assert(verified == not broken, ("%s,%s is %sverified with %s"):format(
      name, case, verified and "" or "not ", broken and index or "all sound"))
    subject:unload()
    if idle then pcall(idle.unload, idle) end
  end
end

local policy, threads = deimos.load("fifo"), deimos.load("coop")
deimos.bind(threads, "scheduler", policy, "scheduler")

-- Binding modules: one that delivers nothing is loaded in their place.
local own = saboteur.own("cm")
for _, kind in ipairs{ "near", "gate", "trap", "message", "queue", "event",
                       "stream" } do
  for _, x in ipairs{ 0, 64 } do
    if kind ~= "stream" or x > 0 then         -- it carries no empty message
      check("bench_ladder", "cm", kind, CM.load, "idle", x)
    end
  end
end
own:unbind()

-- Ways between tasks and spaces. Without paging, the module dies in setup.
own = saboteur.own("nmm")
for _, case in ipairs{ "ldt", "cr3" } do
  check("bench_rungs", "nmm", case, NMM.paging, 0)
end
own:unbind()

-- From one client to another.
local function switch()
  local it = model.load("flat")
  local links = { saboteur.own("concurrency", threads) }
  local subject = deimos.load("bench_switch")
  links[2] = deimos.bind(subject, "memory", it.module, "memory")
  deimos.bind(subject, "concurrency", threads, "concurrency")
  it:bind("concurrency", saboteur.module, "concurrency")
  saboteur.check(subject, "switch", HAND_OFF, 0)
  for turn = 0, 7 do                            -- of the cold sample
    saboteur.set(HAND_OFF, 0, turn)
    assert(not saboteur.run(subject, "switch"), "switch: " .. turn)
    saboteur.mend()
  end
  it:unbind()
  subject:unload()
  links[1]:unbind()
  it:unload()
end
switch()

-- A frame that another model has.
local function lost()
  local first, second = model.load("paged"), model.load("paged")
  local subject = deimos.load("bench_pagefault")
  for receptacle, it in pairs{ memory = first, peer = second } do
    deimos.bind(subject, receptacle, it.module, "memory")
  end
  deimos.bind(subject, "control", first.module, "paged")
  deimos.bind(subject, "peer_control", second.module, "paged")
  local link = saboteur.own("memory", second.module)
  first:bind("peers", saboteur.module, "memory")
  saboteur.check(subject, "lost", MEMORY.release_frame, 0)
  saboteur.check(subject, "lost", MEMORY.release_frame, -1)
  subject:unload()
  first:unbind()
  link:unbind()
  second:unload()
  first:unload()
end
lost()
print("sabotage: every one was found")
