-- SPDX-License-Identifier: MIT
-- The exact overhead of one way to serialise.
-- options: serialize=none
-- expect: pass

require "overhead"(5)
