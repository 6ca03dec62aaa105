-- SPDX-License-Identifier: MIT
-- two_tasks: a fault of each of two clients, without paging and with it.
-- modules: two_tasks

local two <const> = require "two_tasks"

two.both(function(t, r)
  for client = 0, 1 do
    two.faults(r.load(client, 0x10), 13, 0x10)
    two.faults(r.call(client, 0x59), 13, 0x58)
    two.faults(r["in"](client, 0x80), 13, 0)
    assert(r.add(client, 1) == 2)
  end
  print(t.task(0), t.task(1), pcall(two.faults, 0x400d0010, 13, 0x11))
end)
