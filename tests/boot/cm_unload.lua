-- SPDX-License-Identifier: MIT
-- Unloading the loader and then the configuration manager itself: their
-- memory joins the UPS and is used, bindings go on working, and every later
-- request for change gets an error.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: evil

local nmm = deimos.nmm
local PATTERN <const> = 0x5a5a5a5a

local function state_of(name)
  for _, n in ipairs(deimos.graph().nodes) do
    if n.name == name then return n.state end
  end
end

local refused <const> = require("expect").refused

-- Writes and reads the first and the last word of that memory.
local function use(evil, from, to)
  local region, info = nmm.create_region{ base = from, size = to - from }
  for _, address in ipairs{ info.base, info.base + info.size - 4 } do
    evil.write(address)
    assert(evil.read(address) == PATTERN)
  end
  return region
end

local module = deimos.load("null")
local null = module:open("null")
local evil = deimos.load("evil"):open("evil")
local size = deimos.machine().ups_size
refused("out of range", nmm.create_region, { base = size, size = 4096 })

-- the loader
deimos.find("loader"):unload()
local grown = deimos.machine().ups_size
assert(grown > size and state_of("loader") == "gone")
nmm.destroy_region(use(evil, size, grown))
refused("unloaded", deimos.load, "null")
assert(null.null() == 1)
local other = deimos.find("null"):open("null")      -- binding still works
assert(other.null() == 2)
deimos.close(other)

-- the CM
deimos.find("cm"):unload()
local all = deimos.machine().ups_size
assert(all > grown and state_of("cm") == "gone")
local region = use(evil, grown, all)
nmm.paging(true)
assert(evil.read(all - 4) == PATTERN)
nmm.paging(false)
nmm.destroy_region(region)
assert(null.null() == 3, "bindings keep working")
refused("unloaded", deimos.load, "null")
refused("unloaded", deimos.find, "null")
refused("unloaded", deimos.bind, module, "x", module, "y")
refused("unloaded", module.unload, module)

-- a module can still die alone
local ok, message = pcall(evil.undefined)
assert(not ok and message:find("#UD(0x0)", 1, true), message)
assert(null.null() == 4)
print("cm: gone, and the rest lives")
