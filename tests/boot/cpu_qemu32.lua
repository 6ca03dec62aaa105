-- SPDX-License-Identifier: MIT
-- Everything runs on this machine; without a TSC, everything but timing.
-- cpu: qemu32
-- memory: 16
-- expect: pass

require "processor"("tsc pse pge sep", 16)
