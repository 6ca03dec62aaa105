-- SPDX-License-Identifier: MIT
-- A message and its reply, with paging off: the memory goes while a
-- binding copies (tests/lua/copies.lua).
-- machines: qemu-icount bochs
-- limit: 240
-- modules: client keeper stepper giver

local copies = require "copies"

copies.each(false, copies.MESSAGE)
