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
local function below_make(signal)
  os.remove(dir .. "/begun")
  host.write(dir .. "/make", ([[#!/bin/sh
trap : HUP TERM
lua5.4 %s/script.lua %s 2>%s/said &
while ! [ -e %s/begun ]; do sleep 0.05; done
sleep 0.2
%s
wait $!
echo $? >%s/status
]]):format(dir, dir, dir, dir, signal and "trap - " .. signal or ":", dir))
  assert(host.run(("chmod +x %s/make; "
    .. "env --default-signal=HUP,TERM %s/make"):format(dir, dir)) == 0)
  return tonumber(host.read(dir .. "/status")), host.read(dir .. "/said")
end

for signal, number in pairs { HUP = 1, TERM = 15 } do
  local status, said = below_make(signal)
  assert(status == 128 + number and said:find("ended by SIG" .. signal, 1, true),
    ("%s: %s, %s"):format(signal, status, said))
end
local status, said = below_make(nil)
assert(status == 0 and said == "", ("none: %s, %s"):format(status, said))
print("ending: HUP, TERM, and none")
