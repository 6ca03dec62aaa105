-- SPDX-License-Identifier: MIT
-- A script below a make that got a signal ends, with 128 + its number, and
-- says by which: make catches it, takes the handler away, and waits. One below
-- a make that got none stays. (A shell stands for make here, and would not
-- take INT's handler away.)

local host = require "results.host"

local dir = host.scratch()
local SCRIPT <const> = [[
local ending = require "results.host.ending"
local file = io.open(arg[1] .. "/begun", "w") file:close()
for _ = 1, 30 do
  ending.check()
  os.execute("sleep 0.05")
end
]]
host.write(dir .. "/script.lua", SCRIPT)

-- A shell that is called make; its handlers are there when the script begins.
-- make runs a recipe by a shell or without one: `by`.
local function below_make(signal, by)
  os.remove(dir .. "/begun")
  host.write(dir .. "/make", ([[#!/bin/sh
trap : HUP TERM
%s lua5.4 %s/script.lua %s 2>%s/said %s &
while ! [ -e %s/begun ]; do sleep 0.05; done
sleep 0.2
%s
wait $!
echo $? >%s/status
]]):format(by and "sh -c '" or "", dir, dir, dir, by and "; exit $?'" or "",
    dir, signal and "trap - " .. signal or ":", dir))
  assert(host.run(("chmod +x %s/make; "
    .. "env --default-signal=HUP,TERM %s/make"):format(dir, dir)) == 0)
  return tonumber(host.read(dir .. "/status")), host.read(dir .. "/said")
end

for signal, number in pairs { HUP = 1, TERM = 15 } do
  for _, by in ipairs { false, true } do
    local status, said = below_make(signal, by)
    assert(status == 128 + number and said:find("ended by SIG" .. signal, 1, true),
      ("%s: %s, %s"):format(signal, status, said))
  end
end
local status, said = below_make(nil)
assert(status == 0 and said == "", ("none: %s, %s"):format(status, said))

-- Seconds that nobody else sleeps: other copies of this test may run.
local SLEEP <const> = math.tointeger(10 * require("results.host.process").pid()
  + 10000000)
local function sleeps(seconds)
  return host.output("pgrep -fx 'sleep " .. seconds .. "'") ~= ""
end

-- A signal to the script itself ends all that it has begun, what its commands
-- have begun, too, and what does not want to end; scratch goes.
local function hit(signal, prefix)
  os.remove(dir .. "/begun")
  host.write(dir .. "/hit.lua", (([[
local host = require "results.host"
local process = require "results.host.process"
process.start({ "sh", "-c", "sleep SLEEP6 & wait" }, { log = "/dev/null" })
process.start({ "sh", "-c", "trap '' TERM; sleep SLEEP7 & wait; wait" },
  { log = "/dev/null" })
local child = process.start({ "sleep", "SLEEP8" }, { ending = "KILL",
  log = "/dev/null" })
local scratch = host.scratch()
host.write(arg[1] .. "/scratch", scratch)
host.write(arg[1] .. "/begun", "x")
process.wait(process.start { "sleep", "3" })
process.stop(child)
os.execute("pkill -9 -fx 'sleep SLEEP[67]'")
]]):gsub("SLEEP", SLEEP // 10)))
  local line = ([[%s lua5.4 %s/hit.lua %s 2>%s/said & pid=$!
while ! [ -e %s/begun ]; do sleep 0.05; done
while ! pgrep -fx 'sleep %d' >/dev/null; do sleep 0.05; done
kill -%s $pid; wait $pid; echo $?]]):format(prefix or "", dir, dir, dir, dir,
    SLEEP + 6, signal)
  local ended = host.output("env --default-signal=HUP,INT,TERM,PIPE sh -c "
    .. host.quote(line))
  return tonumber(ended), host.read(dir .. "/said")
end

for signal, number in pairs { HUP = 1, TERM = 15, PIPE = 13 } do
  local ended, words = hit(signal)
  assert(ended == 128 + number and words:find("hit.lua: ended by SIG" .. signal
    .. "\n$"), ("%s: %s, %s"):format(signal, ended, words))
  for seconds = SLEEP + 6, SLEEP + 8 do
    assert(not sleeps(seconds), ("%s: sleep %d goes on"):format(signal, seconds))
  end
  assert(host.run("test -e " .. host.read(dir .. "/scratch")) ~= 0, "scratch")
end
-- Under nohup, HUP is no matter; TERM is.
local ended, words = hit("HUP", "nohup")
assert(ended == 0 and not words:find("ended by"), ("%s: %s"):format(ended, words))
ended, words = hit("TERM", "nohup")
assert(ended == 128 + 15 and words:find("ended by SIGTERM\n$"), words)
assert(not sleeps(SLEEP + 6), "nohup: what was begun goes on")
print("ending: by each signal, with all that was begun")
