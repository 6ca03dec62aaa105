-- SPDX-License-Identifier: MIT
-- Ring 3 loads no selector of ring 0 or 1, takes no gate but those of its
-- LDT, switches no task and reaches no port that was not opened to its task.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: two_tasks

local ring3 = require "two_tasks"
local faults, GP = ring3.faults, 13
local CORE_CS, CORE_DS, UPS_CS, UPS_DS, THREAD_DS = 8, 0x10, 0x19, 0x21, 0x31
local RETURN, CONTEXT, TSS, PORT = 0x49, 0x59, 0x38, 0x80

local function attack(t, r)
  for _, selector in ipairs{ CORE_CS, CORE_DS, UPS_CS, UPS_DS, THREAD_DS } do
    for rpl = 0, 3 do
      faults(r.load(0, selector & ~3 | rpl), GP, selector & ~3)
    end
  end
  assert(r.load(0, 0) == 0 and r.load(0, 0x17) == 0x17)
  faults(r.load(0, 0x3f), GP, 0x3c)     -- nothing there
  faults(r.load(0, 0x47), GP, 0x44)     -- beyond the LDT
  faults(r.load(0, 0x27), GP, 0x24)     -- a gate
  -- far calls: code of other rings, gates of bindings, tasks
  for _, selector in ipairs{ CORE_CS, UPS_CS, RETURN, CONTEXT, TSS,
                             t.task(0), t.task(1), t.task(1) | 3 } do
    faults(r.call(0, selector), GP, selector & ~3)
  end
  for gate = 32, 40 do
    faults(r.call(0, gate * 8 | 3), GP, gate * 8)
  end
  -- ports: not even those that ring 1 has opened
  faults(r["in"](0, PORT), GP, 0)
  assert(t.open(PORT) == 0)
  faults(r["in"](0, PORT), GP, 0)
  assert(t.close(PORT) == 0)
  faults(r["in"](0, PORT), GP, 0)
  assert(r.add(0, 1) == 2)
end

ring3.both(attack)
print("ring 3 has what its LDT gives it")
