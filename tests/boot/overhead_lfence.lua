-- SPDX-License-Identifier: MIT
-- The exact overhead of one way to serialise.
-- options: serialize=lfence
-- expect: pass

require "overhead"(7)
