-- SPDX-License-Identifier: MIT
-- Every fuzz target, for a short while; `make fuzz` is the long one.

arg[1] = "10"
dofile("tests/fuzz/run.lua")
