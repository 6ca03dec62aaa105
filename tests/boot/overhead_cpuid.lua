-- SPDX-License-Identifier: MIT
-- The exact overhead of one way to serialise.
-- options: serialize=cpuid
-- expect: pass

require "overhead"(9)
