-- SPDX-License-Identifier: MIT
-- Two clients in ring 3, switched by threads of the kind tasks.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: clients3 workers init_hand_off

require "threads3".check("tasks")
