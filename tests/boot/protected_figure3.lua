-- SPDX-License-Identifier: MIT
-- The paper's Figure 3 with protected modules: its four are clients, each under a
-- model of its own, in each of four ways to share these out; and all under one. What
-- may be bound, and why not, is as among modules at ring 1, word for word; what is
-- bound can be called, and what is not, cannot.
-- machines: qemu-icount bochs
-- limit: 120
-- modules: client_figure3 client_figure3_flat client_figure3_paged
-- modules: client_figure3_segmented

local models = require "models"
local p = require "protected"

local NAMES <const> = { "figure3", "figure3_flat", "figure3_paged",
  "figure3_segmented" }

-- The model of the i-th of them.
local function scenario(system, of)
  local clients, modules, by_module = {}, {}, {}
  for i, name in ipairs(NAMES) do
    clients[i] = p.load(system[of(i)], name)
    modules[i] = clients[i].module
    by_module[modules[i].handle] = clients[i]
  end
  local function run(module)
    local client = by_module[module.handle]
    return client.m.run(client.space, 0)
  end
  require("figure3")(modules[1], modules[2], modules[3], modules[4],
    function(module, expected)
      local got = run(module)
      assert(got == expected, ("%s: %s"):format(module.name, got))
    end)
  for i = 2, 4 do
    local ok, why = pcall(run, modules[i])
    assert(not ok and tostring(why):find("unbound", 1, true), why)
  end
  for i = 4, 1, -1 do p.destroy(clients[i]) end
end

local system = models.open("coop", models.ALL)
for shift = 0, 3 do
  scenario(system, function(i) return models.ALL[(i + shift) % 4 + 1] end)
  print("figure 3: its interface under " .. models.ALL[(1 + shift) % 4 + 1])
end
for _, name in ipairs(models.ALL) do
  scenario(system, function() return name end)
  print("figure 3: all under " .. name)
end
models.close(system)
