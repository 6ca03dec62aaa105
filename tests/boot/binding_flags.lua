-- SPDX-License-Identifier: MIT
-- A server behind a call gate or a trap that copies, whatever flags and ES its
-- client has; and a way back whatever flags the server leaves. What is started
-- twice, or stopped twice, or while others have what it needs.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: flag_service

-- ORDER tests/modules/flag_service.c
local COPIED <const>, CLEAR <const>, SEGMENT <const> = 1, 2, 4
local GOOD <const> = COPIED | CLEAR | SEGMENT
local DF <const>, NT <const>, UPS_DS <const> = 0x400, 0x4000, 0x21
local IF <const>, NOT_STATUS <const> = 0x200, ~0x8d7
local BUSY <const>, UNBOUND <const> = -7, -17

local before = deimos.digest()
local both = deimos.load("flag_service")
local flags = both:open("flags")

local function start(kind)
  local module = deimos.load("bind_" .. kind)
  deimos.bind(module, "server", both, "service")
  local control = module:open("binding")
  local idle = deimos.digest()
  assert(control.start(0) == 0 and control.start(0) == BUSY)
  return module, control, idle
end

local function stop(module, control, idle)
  assert(control.stop() == 0 and deimos.digest() == idle, "not given back")
  local ok, message = pcall(control.stop)
  assert(not ok and message:find("unbound", 1, true), message)
  assert(control.start(0) == 0 and control.stop() == 0)
  deimos.close(control)
  module:unload()
end

for _, kind in ipairs{ "gate", "trap" } do
  local module, control, idle = start(kind)
  local other, other_control, other_idle = start(kind)  -- beside it
  for _, m in ipairs{ module, other } do
    local binding = deimos.bind(both, "service", m, "service")
    for bit = 0, 31 do          -- no word of the call becomes EFLAGS
      assert(flags.send(0, UPS_DS, 0, 1 << bit) == GOOD, bit)
      assert(flags.after() & NOT_STATUS == IF, kind)
    end
    for _, client in ipairs{ 0, DF, NT, DF | NT } do
      for _, es in ipairs{ 0, UPS_DS } do
        for _, server in ipairs{ 0, NT, DF, DF | NT } do
          local found = flags.send(client, es, server, 0)
          assert(found == GOOD, ("%s: client %x, es %x, server %x: %d")
            :format(kind, client, es, server, found))
        end
      end
    end
    binding:unbind()
  end
  stop(other, other_control, other_idle)
  local binding = deimos.bind(both, "service", module, "service")
  assert(flags.send(0, UPS_DS, 0, 0) == GOOD)
  control.stop()
  assert(flags.send(0, UPS_DS, 0, 0) == -1000 + UNBOUND)
  binding:unbind()
  control.start(0)
  stop(module, control, idle)
end
deimos.close(flags)
both:unload()
assert(deimos.digest() == before, "something is left")
print("binding flags: whatever they are")
