-- SPDX-License-Identifier: MIT
-- Bytes of a stream, with paging on: the memory goes while a
-- binding copies (tests/lua/copies.lua).
-- machines: qemu-icount bochs
-- limit: 240
-- modules: client keeper stepper giver

local copies = require "copies"

copies.each(true, copies.STREAM)
