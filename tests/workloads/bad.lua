-- SPDX-License-Identifier: MIT
-- Is no Lua.
local = 1
