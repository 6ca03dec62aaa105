-- SPDX-License-Identifier: MIT
-- rogue: acts that come back, that are refused, and that end it, both ways.
-- modules: client_rogue

local models = require "models"
local rogue = require "rogue"

local E <const> = models.E
local system <const> = models.open("coop", { "segpaged", "paged" })
local pair <const> = rogue.open(system.segpaged, system.paged)
for _, vector in ipairs { 0, 6, 14 } do
  pair:act("FAULT", vector)
  pair:serve("FAULT", vector)
end
pair:act "FPU"
pair:serve("EXIT", 7, 7)
pair:serve("RESULT", 0, 0x7fffffff)
for how = 0, 5 do
  pair:serve "NOTHING"
  pair:act("AREA", how)
  pair:serve("NOTHING", 0, E.ADDRESS)
  pair:drop() pair:reload()
end
for _, act in ipairs { "PRODUCT", "SLOT", "STACK" } do
  for i = 0, 9 do pair:act(act, i) end
end
pair:close()
models.close(system)
print(rogue.cases, rogue.died, rogue.BYTES, rogue.OK)
