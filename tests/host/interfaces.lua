-- SPDX-License-Identifier: MIT
-- The type of an interface or a receptacle is the name of its struct, in
-- every module: a slip in one of the two would only be found by who binds.

local host = require "results.host"

-- Where the type's word was taken.
local OTHERS <const> = { call_gate = "gate", paged_control = "paged",
  carried_modules = "carried" }

local count = 0
local function check(path, struct, type)
  count = count + 1
  assert((OTHERS[struct] or struct) == type, ("%s: struct %s has the type '%s'"):format(path,
    tostring(struct), type))
end

for _, path in ipairs(host.list("bench/*.c bench/*/*.c bench/*/*/*.c "
    .. "bench/*/*.h modules/*/*.c modules/*/*/*.c modules/*/*/*/*.c "
    .. "lua/*/*.c")) do
  local text = host.read(path)
  for type, name in text:gmatch(
      '\nDEIMOS_INTERFACE%("[%w_]+", "([%w_]+)",%s*([%w_]+)') do
    check(path, text:match("const struct ([%w_]+) " .. name .. "[ ;]") or type,
      type)
  end
  for struct, type in text:gmatch(
      '\nDEIMOS_RECEPTACLE%([%w_]+, ([%w_]+),%s*"([%w_]+)"') do
    check(path, struct, type)
  end
end
assert(count > 100, count)
print(("interfaces: %d have their struct's type"):format(count))
