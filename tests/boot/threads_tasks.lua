-- SPDX-License-Identifier: MIT
-- Threads that the processor switches: the same as the cooperative ones.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: workers evil poison

require "threads".check("tasks")
print("tasks: all threads accounted for")
