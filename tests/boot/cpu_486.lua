-- SPDX-License-Identifier: MIT
-- Everything runs on this machine; without a TSC, everything but timing.
-- cpu: 486
-- memory: 16
-- modules: client_fresh
-- not: no TSC: experiments are left out.*no TSC: experiments are left out
-- expect: pass

require "processor"("pse", 16)
