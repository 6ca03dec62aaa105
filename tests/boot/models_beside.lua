-- SPDX-License-Identifier: MIT
-- Models beside each other, two and all at a time: clients of each check
-- their own memory while the timer switches. Each comes and goes while the
-- others' clients run; one with clients of its own does not go.
-- machines: qemu-icount bochs
-- limit: 120

local models = require "models"

local ROUNDS <const> = 8

local function counters(names, first)
  local list = {}
  for i = 0, 2 do
    for _, name in ipairs(names) do
      local who = first + #list
      list[#list + 1] =
        { name, "counter", models.counter(ROUNDS + i, who), ROUNDS + i }
    end
  end
  return list
end

local pairs_of_models = {
  { "flat", "segmented" }, { "flat", "paged" }, { "segmented", "paged" },
  { "segmented", "segpaged" }, { "segpaged", "paged" }, models.ALL,
}
for _, names in ipairs(pairs_of_models) do
  local system = models.open("preempt", names)
  models.together(system, counters(names, 1))
  for _, name in ipairs(names) do
    models.together(system, { { name, "grower", 2, 7 } })
  end
  models.close(system)
  print(table.concat(names, " beside ") .. ": each has its own")
end

-- one comes and goes while the others' clients run
local system = models.open("preempt", { "segmented" })
local running = {}
for who = 1, 4 do
  running[who] = system.segmented.x.exec("counter", models.counter(40, who))
end
for _, name in ipairs { "flat", "segpaged", "paged" } do
  models.load(system, name)
  models.together(system, counters({ name }, 20))
  local ok, why = pcall(system.segmented.module.unload,
    system.segmented.module)
  assert(not ok, "segmented has clients, and went")
  assert(tostring(why):find("segmented"), why)
  models.unload(system, name)
end
for who = 1, 4 do
  assert(system.segmented.x.wait(running[who]) == 40)
end
models.close(system)
print("segmented went on while others came and went")
