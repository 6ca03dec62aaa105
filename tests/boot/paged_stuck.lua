-- SPDX-License-Identifier: MIT
-- Fewer frames than one instruction needs pages: the client ends with a word,
-- and does not fault for ever. With more frames the next one runs, and what
-- others had written is still there.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 60
-- output: paged: space %d+: page at 0x%x+: out of memory

local models = require "models"

local LOAD <const>, POUND <const> = models.counter(3, 1), 20 << 16 | 12 << 8

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  local system = models.open(kind, { "paged" })
  local t = system.paged
  local control = t.module:open "paged"
  local pounder = t.x.exec("pounder", POUND | 5)
  local threads = system.threads:open "concurrency"
  for _ = 1, 20 do threads.yield() end
  for most = 1, 2 do                    -- frames
    assert(control.limit(most) == 0)
    local clients = {}
    for i = 1, 3 do clients[i] = t.x.exec("counter", LOAD) end
    local died = 0
    for i = 1, 3 do
      if t.x.wait(clients[i]) == models.E.DIED then died = died + 1 end
    end
    assert(died == 3, ("%d frames, %s: %d died"):format(most, kind, died))
  end
  assert(control.limit(0) == 0)
  local got = t.x.wait(pounder)
  assert(got == POUND >> 16 or got == models.E.DIED, got)
  assert(t.x.wait(t.x.exec("pounder", POUND | 6)) == POUND >> 16)
  deimos.close(control)
  deimos.close(threads)
  models.close(system)
  print(kind, "ends what gets nowhere")
end
