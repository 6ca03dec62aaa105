-- SPDX-License-Identifier: MIT
-- Proofs can fail: hot change. No row of replace or cm is verified when a
-- request to the configuration manager does nothing, whatever it answers.
-- expect: fail
-- limit: 120
-- modules: sabotage asker
-- output: sabotage: every one was found

local saboteur = require "saboteur"
local CM <const> = saboteur.CM
saboteur.own("cm")

-- What a row that failed has left over goes with its module.
local function check(name, prepare, case, index, answer, x, more)
  for _, broken in ipairs{ false, true } do
    local subject = deimos.load(name)
    local other = deimos.load(name == "bench_load" and "bench_served" or "null")
    saboteur.between(subject, "cm")
    prepare(subject)
    if broken then
      saboteur.set(index, answer == "other" and other.handle or answer)
    end
    local verified = saboteur.run(subject, case, x, more)
    saboteur.mend()
    assert(verified == not broken, ("%s,%s is %sverified with %s"):format(
      name, case, verified and "" or "not ", broken and index or "all sound"))
    subject:unload()
    pcall(other.unload, other)
  end
end

local function nothing() end

for _, x in ipairs{ 1, 64 } do
  for _, case in ipairs{ "latency", "gap" } do
    check("bench_change", nothing, case, CM.replace, 0, x)
    check("bench_change", nothing, case, CM.replace, "other", x)
  end
  check("bench_change", nothing, "quiesce", CM.unload, 0, x)
  check("bench_change", nothing, "drain", CM.unload, 0, x)
  check("bench_change", nothing, "drain", CM.unbind, 0, x)
end

local policy, threads = deimos.load("fifo"), deimos.load("preempt")
deimos.bind(threads, "scheduler", policy, "scheduler")
local function threaded(subject)
  deimos.bind(subject, "threads", threads, "concurrency")
end
local LIVE <const> = { live = true }
for _, x in ipairs{ 4 } do
  for _, case in ipairs{ "latency", "gap" } do
    check("bench_load", threaded, case, CM.replace, 0, x, LIVE)
    check("bench_load", threaded, case, CM.replace, "other", x, LIVE)
  end
  for _, case in ipairs{ "rebind", "gap_rebind" } do
    check("bench_load", threaded, case, CM.rebind, 0, x, LIVE)
  end
end

-- Last: a sound one ends the configuration manager.
local subject = deimos.load("bench_cm")
saboteur.between(subject, "cm")
saboteur.set(CM.unload, 0)
assert(not saboteur.run(subject, "unload", 0, { samples = 0 }), "cm,unload")
saboteur.mend()
print("sabotage: every one was found")
assert(saboteur.run(subject, "unload", 0, { samples = 0 }),
       "cm,unload is not verified when it is sound")
