-- SPDX-License-Identifier: MIT
-- UPS page 0 stays unused: whoever follows a null pointer, the C library for
-- errno or its locale, leaves something there.
-- machines: qemu-icount bochs
-- modules: page_zero

local models = require "models"

local page = deimos.load("page_zero"):open("page_zero")

-- What of it changes, if anything is kept there.
local function check(what, f, ...)
  local before = page.sum()
  f(...)
  assert(page.sum() == before, what .. " writes to page 0")
  return before
end

local function fails(code)
  return function(f, ...)
    local good, _, found = f(...)
    assert(not good and found == code, tostring(found))
  end
end

-- Numbers of errors, one after the other, so that one at least is another.
check("a file that is not there", fails(2), io.open, "not there")
check("what there is no call for", fails(38), os.rename, "a", "b")
check("numbers", function()
  assert(("%.3f %5.1e"):format(1 / 3, 1e300) == "0.333 1.0e+300")
  assert(tonumber("1e999") == math.huge and math.exp(1e9) == math.huge)
end)
check("a locale", function()
  assert(os.setlocale("C") == "C" and ("a"):upper() == "A" and os.date())
end)
check("an error", function() assert(not pcall(error, {})) end)
check("a module that is refused", function()
  assert(not pcall(deimos.load, "not_there"))
end)
check("models, threads and clients", function()
  models.close(models.open("preempt", models.ALL))
end)
print("page_zero: nobody writes there")
