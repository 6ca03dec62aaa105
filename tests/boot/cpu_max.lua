-- SPDX-License-Identifier: MIT
-- Everything runs on this machine; without a TSC, everything but timing.
-- cpu: max
-- memory: 16
-- modules: client_fresh
-- expect: pass

require "processor"("tsc pse pge sep rdtscp", 16)
