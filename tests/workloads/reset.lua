-- SPDX-License-Identifier: MIT
-- Resets the machine behind everybody's back, through the keyboard
-- controller: the emulator ends with status 0, and nobody has said a word.
local CONTROLLER <const>, RESET <const> = 0x64, 0xfe

local m = deimos.load("reset")
m:open("reset").reset(CONTROLLER, RESET)
