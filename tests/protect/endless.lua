-- SPDX-License-Identifier: MIT
-- What ring 1 writes may have no end; the core's walks do. Whoever dies with
-- such a thing in hand dies at once; while it is there, an unload is refused
-- with the reason; the timer goes on all the time.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: endless endless_init
-- limit: 180
-- output: endless: 16 cases

local KINDS <const> = { "nothing", "cycle of one table", "cycle behind other tables", "100 tables",
  "4 billion threads", "16,384 threads with 1 MiB of backtrace", "1 MiB of backtrace",
  "cycle of frames" }
local REFUSED <const> = { true, true, true, true, true }

local first = deimos.digest()
local cases = 0

-- dead: kills a module in the middle of it.
for kind = 0, #KINDS - 1 do
  local m = deimos.load("endless")
  local e = m:open("endless")
  local ok, message = pcall(e.die, kind)
  assert(not ok and message:find("the module died in this call", 1, true),
    KINDS[kind + 1] .. ": " .. tostring(message))
  deimos.close(e)
  m:unload()
  cases = cases + 1
end

local ok, message = pcall(deimos.load, "endless_init")
assert(not ok and message:find("died in its init", 1, true), message)
cases = cases + 1

-- alive: another module cannot be unloaded until that is mended.
local endless = deimos.load("endless")
local e = endless:open("endless")
for kind = 0, #KINDS - 2 do
  local null = deimos.load("null")
  e.leave(kind)
  local ok, message = pcall(null.unload, null)
  assert(ok == not REFUSED[kind], KINDS[kind + 1] .. ": " .. tostring(message))
  assert(ok or message:find("do not end", 1, true), message)
  e.mend()
  if not ok then null:unload() end
  cases = cases + 1
end
deimos.close(e)
endless:unload()
assert(deimos.digest() == first)
print(("endless: %d cases"):format(cases))
