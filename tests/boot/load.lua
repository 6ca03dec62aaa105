-- SPDX-License-Identifier: MIT
-- Loading refuses what it must, says why, and leaves nothing behind.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: bad_wrapper bad_manifest bad_names bad_nameless bad_silent bad_method
-- modules: bad_binding bad_symbol bad_predicate bad_provider bad_init dead_init

local REFUSALS = {
  { "bad_wrapper", "wrapper" },
  { "bad_binding", "no binding module" },
  { "bad_manifest", "outside the module" },
  { "bad_names", "2 method names for 1 methods" },
  { "bad_nameless", "does not name the module" },
  { "bad_method", "0x10 is outside the module" },
  { "bad_silent", ".deimos" },
  { "bad_symbol", "missing_function" },
  { "bad_predicate", "line 1, column" },
  { "bad_provider", "nobody" },
  { "bad_init", "init returned -21" },
  { "dead_init", "#DE(0x0)" },
  { "nowhere", "modules/nowhere.o" },
  { "", "" },
  { ("x"):rep(200), "" },
}

local before = deimos.digest()
local nodes = #deimos.graph().nodes
for _, case in ipairs(REFUSALS) do
  local ok, message = pcall(deimos.load, case[1])
  assert(not ok, case[1] .. " was loaded")
  message = message .. (deimos.report() or "")
  assert(message:find(case[2], 1, true), case[1] .. ": " .. message)
  assert(deimos.digest() == before, case[1] .. " left something behind")
end
assert(#deimos.graph().nodes == nodes)

-- and a good one still loads
local m = deimos.load("null")
assert(m:open("null").null() == 1)
print("load: refused " .. #REFUSALS .. " modules, nothing left")
