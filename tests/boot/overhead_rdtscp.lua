-- SPDX-License-Identifier: MIT
-- The exact overhead of one way to serialise.
-- options: serialize=rdtscp
-- expect: pass

require "overhead"(6)
