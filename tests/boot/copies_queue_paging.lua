-- SPDX-License-Identifier: MIT
-- Messages of a queue, and events, with paging on: the memory goes while a
-- binding copies (tests/lua/copies.lua).
-- machines: qemu-icount bochs
-- limit: 240
-- modules: client keeper stepper giver

local copies = require "copies"

copies.each(true, copies.QUEUE)
