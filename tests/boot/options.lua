-- SPDX-License-Identifier: MIT
-- Options as a script has them: blanks, quotes and percent signs included.
-- options: arg.a="x  y" arg.b=%41%2f arg.c=12x arg.d="z:J=~"
-- expect: pass

local o = deimos.options
assert(o["arg.a"] == "x  y", o["arg.a"])
assert(o["arg.b"] == "%41%2f", o["arg.b"])
assert(o["arg.c"] == "12x" and o["arg.d"] == "z:J=~", o["arg.d"])
assert(o["arg.e"] == nil)
assert(o.machine:find("^%w[%w_-]*$"))     -- which, the runner says
